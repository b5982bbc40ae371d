import type { Json, JsonObject } from "@/lib/tools/schema";

/** One named value that a schema asks for. */
export type Field = { name: string; schema: JsonObject; isRequired: boolean };

/** How a value is asked for. `json`: by typing it, because no plainer control can hold every value the schema allows. */
export type FieldKind =
  | { kind: "text"; format: string | null; lines: "one" | "many" }
  | { kind: "number"; isWhole: boolean }
  | { kind: "flag" }
  | { kind: "choice"; options: readonly Scalar[] }
  | { kind: "list"; item: JsonObject }
  | { kind: "group"; fields: readonly Field[] }
  | { kind: "json" };

type Scalar = string | number | boolean;

/** Decides how to ask for a value. `root` is where local references point into; `depth` ends schemas that contain themselves. */
export function fieldKind(schema: JsonObject, root: JsonObject, depth: number): FieldKind {
  const plain = plainSchema(schema, root);
  if (plain === null || depth > DEPTH_MAX) return { kind: "json" };
  const options = optionsOf(plain);
  if (options !== null) return { kind: "choice", options };
  switch (plain["type"]) {
    case "string":
      return textKind(plain);
    case "number":
    case "integer":
      return { kind: "number", isWhole: plain["type"] === "integer" };
    case "boolean":
      return { kind: "flag" };
    case "array":
      return isObject(plain["items"]) ? { kind: "list", item: plain["items"] } : { kind: "json" };
    default: {
      const fields = fieldsOf(plain);
      return fields === null ? { kind: "json" } : { kind: "group", fields };
    }
  }
}

/** The named values of an object's schema, required ones first; null when they are not all named. */
export function fieldsOf(schema: JsonObject): Field[] | null {
  const { properties = {}, required } = schema;
  if (!isObject(properties)) return null;
  if (Object.keys(properties).length === 0 && schema["additionalProperties"] !== false) return null;
  const names = Array.isArray(required) ? required : [];
  const fields = Object.entries(properties).map(([name, property]) => ({
    name,
    schema: isObject(property) ? property : {},
    isRequired: names.includes(name),
  }));
  return fields.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

/** The schema behind local references, wrappers of one, and "or null"; null when it can't be told. */
export function plainSchema(schema: JsonObject, root: JsonObject): JsonObject | null {
  let plain = schema;
  for (let step = 0; step < STEPS_MAX; step++) {
    const next = unwrapped(plain, root);
    if (next === plain) return plain;
    if (next === null) return null;
    plain = next;
  }
  return null;
}

const DEPTH_MAX = 4;
const STEPS_MAX = 8;

/** One layer less: the same object when there is none, null when the layer means more than one thing. */
function unwrapped(schema: JsonObject, root: JsonObject): JsonObject | null {
  const { $ref: reference, type } = schema;
  if (typeof reference === "string") return merged(schema, referenced(reference, root), "$ref");
  if (Array.isArray(type)) {
    const [one, ...others] = type.filter((name) => name !== "null");
    return one === undefined || others.length > 0 ? null : { ...schema, type: one };
  }
  const wrapper = WRAPPERS.find((name) => Array.isArray(schema[name]));
  if (wrapper === undefined) return schema;
  const members = schema[wrapper];
  const [one, ...others] = Array.isArray(members) ? members.filter((member) => !isNullSchema(member)) : [];
  return others.length === 0 && isObject(one) ? merged(schema, one, wrapper) : null;
}

const WRAPPERS = ["anyOf", "oneOf", "allOf"] as const;

function merged(outer: JsonObject, inner: JsonObject | null, layer: string): JsonObject | null {
  if (inner === null) return null;
  const { [layer]: _unwrapped, ...rest } = outer;
  return { ...inner, ...rest };
}

/** Only references into the same document (RFC 6901); nothing is ever fetched. */
function referenced(reference: string, root: JsonObject): JsonObject | null {
  if (!reference.startsWith("#/")) return null;
  const path = reference.slice(2).split("/");
  const found = path.reduce<Json | undefined>(
    (place, step) => (isObject(place) ? place[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
    root,
  );
  return isObject(found) ? found : null;
}

function optionsOf(schema: JsonObject): Scalar[] | null {
  const given = "const" in schema ? [schema["const"]] : schema["enum"];
  if (!Array.isArray(given)) return null;
  const options = given.filter((option) => isScalar(option));
  return options.length > 0 && options.length >= given.filter((option) => option !== null).length
    ? options
    : null;
}

function textKind({ format, maxLength }: JsonObject): FieldKind {
  const lines = typeof maxLength === "number" && maxLength > LINE_LENGTH_MAX ? "many" : "one";
  return { kind: "text", format: typeof format === "string" ? format : null, lines };
}

const LINE_LENGTH_MAX = 200;

function isScalar(value: Json | undefined): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isNullSchema(value: Json): boolean {
  return isObject(value) && value["type"] === "null";
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
