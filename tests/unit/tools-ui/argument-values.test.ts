import { expect, test } from "vitest";
import { missingPaths, startingValue, withMember } from "@/components/tools/argument-values";
import { fieldKind } from "@/components/tools/field-kind";
import type { JsonObject } from "@/lib/tools/schema";

test("a form starts with the defaults a schema names, and with nothing else", () => {
  const schema = objectOf({
    limit: { type: "integer", default: 20 },
    query: { type: "string" },
    window: objectOf({ days: { type: "integer", default: 7 }, from: { type: "string" } }),
  });

  expect(startingValue(schema, schema)).toEqual({ limit: 20, window: { days: 7 } });
});

test("a value taken back leaves no trace of itself", () => {
  const filter = withMember({ from: "2026-01-01" }, "from", undefined);

  expect(withMember({ query: "x", filter: { from: "2026-01-01" } }, "filter", filter)).toEqual({
    query: "x",
  });
});

test("a required value is missing by its path, an optional group only once it is begun", () => {
  const address = objectOf({ street: { type: "string" }, city: { type: "string" } }, ["street", "city"]);
  const schema = objectOf({ name: { type: "string" }, home: address, work: address }, ["name", "home"]);

  expect(missingPaths(schema, schema, { home: { city: "Prague" } })).toEqual(["name", "home.street"]);
  expect(missingPaths(schema, schema, { name: "Ada", home: full, work: { city: "Brno" } })).toEqual([
    "work.street",
  ]);
});

test.each<[string, JsonObject, string]>([
  ["a nullable string", { type: ["string", "null"] }, "text"],
  ["a string or null", { anyOf: [{ type: "string" }, { type: "null" }] }, "text"],
  ["a local reference", { $ref: "#/$defs/mood" }, "choice"],
  ["one of several texts", { enum: ["a", "b", null] }, "choice"],
  ["a list", { type: "array", items: { type: "string" } }, "list"],
  ["two kinds of value", { anyOf: [{ type: "string" }, { type: "number" }] }, "json"],
  ["a choice of objects", { enum: [{ a: 1 }, { b: 2 }] }, "json"],
  ["an object of any members", { type: "object", additionalProperties: { type: "string" } }, "json"],
  ["a reference to somewhere else", { $ref: "https://evil.example/schema.json" }, "json"],
  ["a reference to itself", { $ref: "#/$defs/loop" }, "json"],
  ["a schema that says nothing", {}, "json"],
])("%s is asked for plainly, or as JSON", (_what, schema, kind) => {
  expect(fieldKind(schema, root, 0).kind).toBe(kind);
});

test("a schema that contains itself ends", () => {
  const schema = objectOf({ name: { type: "string" }, parent: { $ref: "#" } }, ["name"]);
  const tree: JsonObject = {
    ...schema,
    properties: { name: { type: "string" }, child: { $ref: "#/$defs/node" } },
  };
  const rooted = { ...tree, $defs: { node: tree } };

  expect(startingValue(rooted, rooted)).toBeUndefined();
  expect(missingPaths(rooted, rooted, { name: "a", child: {} })).toEqual(["child.name"]);
});

const full = { street: "Main", city: "Prague" };

const root: JsonObject = {
  $defs: { mood: { type: "string", enum: ["calm", "exact"] }, loop: { $ref: "#/$defs/loop" } },
};

function objectOf(properties: JsonObject, required: string[] = []): JsonObject {
  return { type: "object", properties, required };
}
