import "server-only";
import { isJsonObject, type JsonObject } from "./upstream";

/**
 * The `Mcp-Param-*` headers of one call: arguments that the tool's input schema
 * marks with `x-mcp-header` are repeated as headers, so that the server's
 * infrastructure can route on them (2026-07-28, Transports, Custom Headers).
 */
export function paramHeaders(inputSchema: JsonObject, values: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of declarationsIn(inputSchema)) {
    const text = headerText(valueAt(values, path));
    if (text !== null) headers[`Mcp-Param-${header}`] = text;
  }
  return headers;
}

/** The first of these headers that is missing or says something else than the arguments do; null when they agree. */
export function differingHeader(inputSchema: JsonObject, values: JsonObject, sent: Headers): string | null {
  const expected = Object.entries(paramHeaders(inputSchema, values));
  const differing = expected.find(([name, text]) => {
    const given = sent.get(name);
    return given === null || decode(given) !== decode(text);
  });
  return differing?.[0] ?? null;
}

/** Why a tool may not be offered, or null: a schema that marks headers wrongly is refused whole. */
export function headerFault(inputSchema: JsonObject): string | null {
  const declarations = declarationsIn(inputSchema);
  const names = declarations.map(({ header }) => String(header).toLowerCase());
  if (declarations.length !== marksIn(inputSchema)) return "it marks a header where none is allowed";
  if (!declarations.every(({ header }) => typeof header === "string" && TOKEN.test(header))) {
    return "it marks a header with a name that is not one";
  }
  if (!declarations.every(({ type }) => PRIMITIVES.has(type)))
    return "it marks a header on a value that is not plain";
  return new Set(names).size === names.length ? null : "it marks two headers with one name";
}

const MARK = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const PRIMITIVES: ReadonlySet<unknown> = new Set(["string", "integer", "boolean"]);

type Declaration = { path: string[]; header: unknown; type: unknown };

/** Marks that are reachable through `properties` alone. */
function declarationsIn(schema: JsonObject, path: string[] = []): Declaration[] {
  const own = path.length > 0 && MARK in schema ? [{ path, header: schema[MARK], type: schema.type }] : [];
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const deeper = properties.flatMap(([name, child]) =>
    isJsonObject(child) ? declarationsIn(child, [...path, name]) : [],
  );
  return [...own, ...deeper];
}

/** Marks anywhere a schema can be, reachable or not. */
function marksIn(schema: unknown): number {
  if (!isJsonObject(schema)) return 0;
  const children = Object.entries(schema).flatMap(([keyword, value]) => subschemasOf(keyword, value));
  return children.reduce((sum: number, child) => sum + marksIn(child), MARK in schema ? 1 : 0);
}

function subschemasOf(keyword: string, value: unknown): unknown[] {
  if (SCHEMA_MAPS.has(keyword)) return isJsonObject(value) ? Object.values(value) : [];
  if (!SCHEMAS.has(keyword)) return [];
  return Array.isArray(value) ? value : [value];
}

const SCHEMA_MAPS = new Set(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]);
const SCHEMAS = new Set(
  (
    "items prefixItems contains additionalProperties unevaluatedProperties unevaluatedItems " +
    "propertyNames oneOf anyOf allOf not if then else"
  ).split(" "),
);

function valueAt(values: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), values);
}

/** Null means no header: for absent and null values the clause says so, for others there is no faithful text. */
function headerText(value: unknown): string | null {
  if (typeof value === "string") return encode(value);
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  return null;
}

/** Text that a header field can't carry unchanged travels as base64 (2026-07-28, Transports, Value Encoding). */
function encode(text: string): string {
  const isPlain = /^[\t\x20-\x7e]+$/.test(text) && text === text.trim() && !BASE64.test(text);
  return isPlain ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
}

/** Null for what claims to be base64 and is not, as its one right spelling. */
function decode(text: string): string | null {
  const payload = BASE64.exec(text)?.[1];
  if (payload === undefined) return text;
  const bytes = Buffer.from(payload, "base64");
  return bytes.toString("base64") === payload ? bytes.toString("utf8") : null;
}

const BASE64 = /^=\?base64\?(.*)\?=$/;
