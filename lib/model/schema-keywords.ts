import "server-only";
import { isJsonObject } from "@/lib/mcp/upstream";

/** Rewrites a schema inside another one. */
type Visit = (schema: unknown) => unknown;

/**
 * How the value of each keyword is read: rewritten where schemas are inside, and undefined where it is not what
 * JSON Schema 2020-12 says it is. One keyword gone wrong would make a provider refuse every tool of the request.
 */
const READERS: Record<string, (value: unknown, visit: Visit) => unknown> = {
  type: readType,
  title: text,
  description: text,
  default: anything,
  examples: list,
  enum: (value) => (Array.isArray(value) && value.length > 0 ? value : undefined),
  properties: schemasByName,
  patternProperties: (value, visit) => {
    const isReadable = isJsonObject(value) && Object.keys(value).every(isPattern);
    return isReadable ? schemasByName(value, visit) : undefined;
  },
  required: (value) => {
    if (!Array.isArray(value)) return undefined;
    return [...new Set(value.filter((name) => typeof name === "string"))];
  },
  additionalProperties: (value, visit) => (typeof value === "boolean" ? value : schema(value, visit)),
  items: schema,
  prefixItems: schemas,
  anyOf: schemas,
  minProperties: count,
  maxProperties: count,
  minItems: count,
  maxItems: count,
  minLength: count,
  maxLength: count,
  uniqueItems: (value) => (typeof value === "boolean" ? value : undefined),
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: (value) => (typeof value === "number" && value > 0 ? value : undefined),
  // Looking around is what none of their expressions can.
  pattern: (value) =>
    typeof value === "string" && isPattern(value) && !/\(\?[=!<]/.test(value) ? value : undefined,
  format: text,
};

/** A schema may hold members that are called like those every object has. */
export const keywords = new Map(Object.entries(READERS));

const TYPES = new Set(["object", "array", "string", "number", "integer", "boolean", "null"]);

function readType(value: unknown): unknown {
  if (typeof value === "string") return TYPES.has(value) ? value : undefined;
  const isList = Array.isArray(value) && value.length > 0 && value.every((one) => TYPES.has(one));
  return isList ? [...new Set(value)] : undefined;
}

function text(value: unknown): unknown {
  return typeof value === "string" ? value : undefined;
}

function anything(value: unknown): unknown {
  return value;
}

function list(value: unknown): unknown {
  return Array.isArray(value) ? value : undefined;
}

function number(value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function count(value: unknown): unknown {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined;
}

function schema(value: unknown, visit: Visit): unknown {
  return isJsonObject(value) || typeof value === "boolean" ? visit(value) : undefined;
}

function schemas(value: unknown, visit: Visit): unknown {
  return Array.isArray(value) && value.length > 0 ? value.map(visit) : undefined;
}

function schemasByName(value: unknown, visit: Visit): unknown {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, visit(inner)]));
}

function isPattern(value: string): boolean {
  try {
    return new RegExp(value, "u") !== null;
  } catch {
    return false;
  }
}
