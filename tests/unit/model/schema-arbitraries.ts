import fc from "fast-check";

type JsonObject = Record<string, unknown>;
type Schema = JsonObject | boolean;

const name = fc.constantFrom("a", "b", "c");
const value = fc.constantFrom<unknown>(
  ...[null, true, 0, 1, 2.5, 10, "", "a", "ab", "abc", [], [1], ["a", 1], {}, { a: 1 }, { a: "a", b: {} }],
);
const count = fc.integer({ min: 0, max: 3 });
const type = fc.constantFrom<unknown>(
  "object",
  "string",
  "number",
  "array",
  ["object", "null"],
  ["string", "object"],
);

/** Every keyword that means something, over three parameters. */
function keywordsOf(inner: fc.Arbitrary<Schema>): [string, fc.Arbitrary<unknown>][] {
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  return [
    ["type", type],
    ["type", type],
    ["enum", fc.array(value, { minLength: 1, maxLength: 4 })],
    ["const", value],
    ["description", fc.constant("Words.")],
    ["properties", fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true })],
    ["properties", fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true })],
    ["patternProperties", fc.constantFrom<unknown>({ "^a": { type: "string" } }, { "b|c": true })],
    ["required", fc.uniqueArray(name, { maxLength: 2 })],
    ["additionalProperties", inner],
    ["propertyNames", fc.constant({ maxLength: 1 })],
    ["minProperties", count],
    ["items", inner],
    ["prefixItems", some],
    ["minItems", count],
    ["uniqueItems", fc.boolean()],
    ["contains", inner],
    ["minimum", fc.constantFrom(0, 1)],
    ["exclusiveMaximum", fc.constantFrom(2, 10)],
    ["multipleOf", fc.constantFrom(1, 0.5)],
    ["minLength", count],
    ["pattern", fc.constantFrom("^a", "b$", "^(?!a)")],
    ["format", fc.constantFrom("date", "cron")],
    ["anyOf", some],
    ["oneOf", some],
    ["allOf", some],
    ["not", inner],
    ["if", inner],
    ["then", inner],
    ["else", inner],
    ["dependentRequired", fc.constant({ a: ["b"] })],
    ["unevaluatedProperties", fc.constant(false)],
  ];
}

/** With every keyword at once nothing fits; a handful is what people write. */
function schemaOf(depth: number, more: [string, fc.Arbitrary<unknown>][]): fc.Arbitrary<JsonObject> {
  if (depth === 0) return fc.constantFrom<JsonObject>({}, { type: "string" }, { minimum: 1 });
  const object = schemaOf(depth - 1, more);
  const inner = fc.oneof({ arbitrary: object, weight: 4 }, fc.boolean());
  const keywords = [...keywordsOf(inner), ...more];
  return fc
    .subarray(keywords, { maxLength: 4 })
    .chain((picked) =>
      fc.tuple(...picked.map(([keyword, given]) => given.map((one) => [keyword, one] as const))),
    )
    .map((members) => Object.fromEntries(members));
}

const reference: [string, fc.Arbitrary<unknown>] = [
  "$ref",
  fc.constantFrom("#/$defs/one", "#/$defs/two", "#/$defs/node"),
];

/** What references point to refers to nothing else, except a node to nodes: what goes round in a circle fits nothing. */
export const anySchema: fc.Arbitrary<JsonObject> = fc
  .tuple(schemaOf(3, [reference, reference, reference]), schemaOf(2, []), schemaOf(2, []))
  .map(([top, one, two]) => ({
    ...top,
    $defs: { one, two, node: { properties: { a: { $ref: "#/$defs/node" } } } },
  }));

/** Arguments of a tool call are always an object. */
export const anyArguments: fc.Arbitrary<JsonObject> = fc.dictionary(name, value, { noNullPrototype: true });
