import { Ajv2020 } from "ajv/dist/2020";
import type { Provider } from "@/lib/model/schema";

type JsonObject = Record<string, unknown>;

const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });

/**
 * What is wrong with a tool's parameters by what the provider has published, or null. All want an object at the
 * top without alternatives; Anthropic checks against JSON Schema 2020-12 and the names of parameters; a list has
 * to say of what; servers that read schemas into fixed structures know no boolean schema and follow no reference.
 */
export function faultOf(provider: Provider, schema: JsonObject): string | null {
  if (schema["type"] !== "object") return "the top level is no object";
  const beside = ["anyOf", "oneOf", "allOf", "not", "enum", "const", "$ref"].find(
    (keyword) => keyword in schema,
  );
  if (beside) return `${beside} stands at the top level`;
  if (ajv.validateSchema(schema) !== true) return `it is no schema: ${ajv.errorsText(ajv.errors)}`;
  const names = Object.keys((schema["properties"] ?? {}) as JsonObject);
  if (provider === "anthropic" && names.some((name) => !/^[a-zA-Z0-9_.-]{1,64}$/.test(name))) return "a name";
  return faultWithin(provider, schema, schema);
}

function faultWithin(provider: Provider, schema: unknown, root: JsonObject): string | null {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return `${schema} for a schema`;
  const fault = Object.entries(schema)
    .map(([keyword, value]) => faultAt(provider, keyword, value, root))
    .find((found) => found !== null);
  if (fault) return fault;
  const { type, items, prefixItems } = schema as JsonObject;
  const isBare = [type].flat().includes("array") && items === undefined && prefixItems === undefined;
  return isBare ? "a list of nothing" : null;
}

function faultAt(provider: Provider, keyword: string, value: unknown, root: JsonObject): string | null {
  const first = (schemas: unknown[]) =>
    schemas.map((schema) => faultWithin(provider, schema, root)).find((fault) => fault !== null) ?? null;
  if (keyword === "$ref") return provider === "compatible" ? "a reference" : missing(String(value), root);
  if (["properties", "patternProperties", "$defs"].includes(keyword))
    return first(Object.values(value as JsonObject));
  if (["anyOf", "prefixItems"].includes(keyword)) return first(value as unknown[]);
  if (keyword === "items") return first([value]);
  if (keyword === "additionalProperties") return typeof value === "boolean" ? null : first([value]);
  return (provider === "compatible" ? COMMON : FULL).includes(keyword) ? null : `${keyword} is not taken`;
}

function missing(pointer: string, root: JsonObject): string | null {
  const name = pointer.replace(/^#\/\$defs\//, "");
  return Object.hasOwn((root["$defs"] ?? {}) as JsonObject, name) ? null : `${pointer} leads nowhere`;
}

const COMMON =
  "type title description default enum required minItems maxItems minimum maximum minLength maxLength pattern format".split(
    " ",
  );
const FULL = [
  ...COMMON,
  ..."examples minProperties maxProperties uniqueItems exclusiveMinimum exclusiveMaximum multipleOf".split(
    " ",
  ),
];
