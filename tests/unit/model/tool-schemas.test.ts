import { Ajv2020 } from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { providers } from "@/lib/model/schema";
import { acceptSchema } from "@/lib/model/tool-schemas";
import { faultOf } from "./published-subset";
import { anyArguments, anySchema } from "./schema-arbitraries";

type JsonObject = Record<string, unknown>;

const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: "object", properties, ...more });
const accepted = (schema: JsonObject, provider: (typeof providers)[number] = "compatible") =>
  acceptSchema(provider, schema).schema;

/** Schemas as servers really write them: what was sent, and what a model is told. */
const ROWS: [what: string, sent: JsonObject, told: JsonObject][] = [
  ["no type and no properties", {}, object({})],
  [
    "a draft and an id",
    { $schema: "http://json-schema.org/draft-07/schema#", $id: "x", type: "object" },
    object({}),
  ],
  [
    "true and false for a parameter",
    object({ any: true, none: false }),
    object({ any: {}, none: { description: "Leave this out." } }),
  ],
  [
    "a list of who knows what",
    object({ list: { type: "array" } }),
    object({ list: { type: "array", items: {} } }),
  ],
  ["one fixed value", object({ kind: { const: "a" } }), object({ kind: { enum: ["a"] } })],
  [
    "alternatives for a parameter",
    object({ id: { oneOf: [{ type: "string" }, { type: "integer" }] } }),
    object({ id: { anyOf: [{ type: "string" }, { type: "integer" }] } }),
  ],
  [
    "a format nobody knows",
    object({ at: { type: "string", format: "cron", description: "When." } }),
    object({ at: { type: "string", description: 'When.\nAlso holds: {"format":"cron"}' } }),
  ],
  [
    "a restriction that can't be said",
    object({ id: { type: "string", not: { enum: ["0"] } } }),
    object({ id: { type: "string", description: 'Also holds: {"not":{"enum":["0"]}}' } }),
  ],
  [
    "a reference",
    object(
      { to: { $ref: "#/$defs/person", description: "Who." } },
      { $defs: { person: { type: "string" } } },
    ),
    object({ to: { type: "string", description: "Who." } }),
  ],
  [
    "a reference that never ends",
    object(
      { tree: { $ref: "#/definitions/node" } },
      { definitions: { node: object({ left: { $ref: "#/definitions/node" } }) } },
    ),
    object({ tree: object({ left: { description: "The same again, as node is described above." } }) }),
  ],
  [
    "a reference to elsewhere",
    object({ a: { $ref: "https://x.example/a.json" } }),
    object({ a: { description: "Described at https://x.example/a.json." } }),
  ],
  [
    "parts that all hold",
    object({ to: { allOf: [object({ a: {} }, { required: ["a"] }), object({ b: {} })] } }),
    object({ to: object({ a: {}, b: {} }, { required: ["a"] }) }),
  ],
  [
    "alternatives at the top",
    {
      type: "object",
      anyOf: [{ properties: { id: { type: "string" } }, required: ["id"] }, { properties: { name: {} } }],
    },
    object(
      { id: { anyOf: [{ type: "string" }, {}] }, name: {} },
      {
        description:
          'Also holds: {"anyOf":[{"properties":{"id":{"type":"string"}},"required":["id"]},{"properties":{"name":{}}}]}',
      },
    ),
  ],
  [
    "what is left over, where what it is left over from can't be said",
    object({
      map: { type: "object", patternProperties: { "^x": {} }, additionalProperties: false },
      pair: { type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } },
    }),
    object({
      map: { type: "object", description: 'Also holds: {"patternProperties":{"^x":{}}}' },
      pair: { type: "array", items: {}, description: 'Also holds: {"prefixItems":[{"type":"string"}]}' },
    }),
  ],
  [
    "words of an older draft",
    object({ n: { type: "number", minimum: 0, exclusiveMinimum: false } }),
    object({ n: { type: "number", minimum: 0 } }),
  ],
  [
    "keywords gone wrong",
    object({ a: { type: "text", enum: [], required: true } }),
    object({ a: { description: 'Also holds: {"type":"text","enum":[],"required":true}' } }),
  ],
];

test.each(ROWS)("%s", (_what, sent, told) => {
  expect(accepted(sent)).toEqual(told);
});

test("where references are understood they stay, each thing described once", () => {
  const ladder = Object.fromEntries(
    Array.from({ length: 40 }, (_, step) => [
      `d${step}`,
      step === 39
        ? { type: "string" }
        : object({ a: { $ref: `#/$defs/d${step + 1}` }, b: { $ref: `#/$defs/d${step + 1}` } }),
    ]),
  );
  const schema = object({ top: { $ref: "#/$defs/d0" } }, { $defs: ladder });
  const told = accepted(schema, "anthropic");
  expect(told).toMatchObject({ properties: { top: { $ref: "#/$defs/d0_1" } } });
  expect(JSON.stringify(told).length).toBeLessThan(10_000);
  // Followed, the same would be 2^40 schemas.
  expect(JSON.stringify(accepted(schema)).length).toBeLessThan(1_000_000);
});

test("parameters with names a provider refuses are called otherwise, and get their own names back", () => {
  const schema = object({ $filter: { type: "string" }, top: {} }, { required: ["$filter"] });
  const { schema: told, restore } = acceptSchema("anthropic", schema);
  const [other = ""] = told["required"] as string[];
  expect(other).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
  expect(restore({ [other]: "a eq 1", top: 3 })).toEqual({ $filter: "a eq 1", top: 3 });
  expect(accepted(schema, "openai")).toEqual(schema);
});

test("names that every object has are names like others", () => {
  const schema = JSON.parse(
    '{"type":"object","properties":{"constructor":{"type":"string"},"__proto__":{"type":"number"}}}',
  );
  expect(JSON.stringify(accepted(schema))).toBe(
    JSON.stringify({ properties: schema.properties, type: "object" }),
  );
});

describe.each(providers)("for %s", (provider) => {
  test("what comes out is what the provider takes, whatever goes in", () => {
    fc.assert(
      fc.property(fc.oneof(anySchema, fc.object({ maxDepth: 4 })), (schema) => {
        expect(faultOf(provider, acceptSchema(provider, schema as JsonObject).schema)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test("arguments that fit the original fit what the model is told", { timeout: 60_000 }, () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    let fitting = 0;
    fc.assert(
      fc.property(anySchema, fc.array(anyArguments, { minLength: 10, maxLength: 10 }), (schema, some) => {
        const original = ajv.compile(schema);
        const told = ajv.compile(acceptSchema(provider, schema).schema);
        for (const one of some.filter((given) => fits(original, given) === true)) {
          fitting += 1;
          if (fits(told, one) === false) throw new Error(JSON.stringify({ one, errors: told.errors }));
        }
      }),
      { numRuns: 150 },
    );
    expect(fitting).toBeGreaterThan(75);
  });
});

/** Null where the validator itself trips, as it does on some mixtures of `anyOf` and `patternProperties`. */
function fits(validate: (given: unknown) => boolean, given: unknown): boolean | null {
  try {
    return validate(given);
  } catch {
    return null;
  }
}
