import type { Json, JsonObject } from "@/lib/tools/schema";
import { type Field, fieldsOf, isObject, plainSchema } from "./field-kind";

/** One line about a value that a schema names, wherever it stands inside. */
export type Parameter = {
  path: string;
  type: string;
  isRequired: boolean;
  description: string;
  /** What else limits it: choices, bounds, the default. */
  facts: string[];
};

/** A schema as a flat list, members of members by their path. Stops before it gets too deep or too long. */
export function parametersOf(schema: JsonObject): Parameter[] {
  return under(schema, schema, "", 0).slice(0, PARAMETERS_MAX);
}

const DEPTH_MAX = 4;
const PARAMETERS_MAX = 200;

function under(schema: JsonObject, root: JsonObject, path: string, depth: number): Parameter[] {
  const plain = plainSchema(schema, root);
  if (plain === null || depth >= DEPTH_MAX) return [];
  const items = plain["items"];
  if (plain["type"] === "array" && isObject(items)) return under(items, root, `${path}[]`, depth + 1);
  return (fieldsOf(plain) ?? []).flatMap((field) => {
    const at = path === "" ? field.name : `${path}.${field.name}`;
    return [parameterOf(field, root, at), ...under(field.schema, root, at, depth + 1)];
  });
}

function parameterOf({ schema, isRequired }: Field, root: JsonObject, path: string): Parameter {
  const plain = plainSchema(schema, root) ?? schema;
  const { description } = plain;
  return {
    path,
    type: typeWords(plain, root),
    isRequired,
    description: typeof description === "string" ? description : "",
    facts: factsOf(plain),
  };
}

function typeWords(schema: JsonObject, root: JsonObject): string {
  const { type, format, items } = schema;
  if (type === "array" && isObject(items))
    return `list of ${typeWords(plainSchema(items, root) ?? items, root)}`;
  const words = Array.isArray(type)
    ? type.map(String).join(" or ")
    : typeof type === "string"
      ? type
      : "any value";
  return typeof format === "string" ? `${words} (${format})` : words;
}

function factsOf(schema: JsonObject): string[] {
  const options = schema["enum"];
  return [
    Array.isArray(options) && `one of ${options.map(said).join(", ")}`,
    "const" in schema && `always ${said(schema["const"] ?? null)}`,
    ...BOUNDS.map(([name, words]) => isWorthSaying(schema[name]) && `${words} ${said(schema[name])}`),
    // A format says in a word what its pattern spells out.
    schema["format"] === undefined && schema["pattern"] !== undefined && `matches ${said(schema["pattern"])}`,
    "default" in schema && `default ${said(schema["default"] ?? null)}`,
  ].filter((fact) => fact !== false);
}

const BOUNDS = [
  ["minimum", "at least"],
  ["maximum", "at most"],
  ["minLength", "length at least"],
  ["maxLength", "length at most"],
  ["minItems", "items at least"],
  ["maxItems", "items at most"],
] as const;

/** What every number obeys anyway is no limit. */
function isWorthSaying(bound: Json | undefined): bound is Json {
  return bound !== undefined && (typeof bound !== "number" || Math.abs(bound) < Number.MAX_SAFE_INTEGER);
}

function said(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
