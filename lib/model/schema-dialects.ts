import "server-only";
import type { Provider } from "./schema";

/** What a provider takes of JSON Schema in a tool's parameters. What it does not take is said in words. */
export type Dialect = {
  keywords: ReadonlySet<string>;
  /** `kept`: references stay, all into the top level's `$defs`. `inlined`: what they point to stands in their place. */
  references: "kept" | "inlined";
  formats: ReadonlySet<string>;
  /** What a parameter may be called; others get another name on the way there, and their own on the way back. */
  parameterName: RegExp;
};

/** Understood alike by every model server met so far. */
const COMMON = [
  "type",
  "title",
  "description",
  "default",
  "enum",
  "anyOf",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
  "format",
];

/** More of JSON Schema 2020-12, which both providers check a tool against before they take the request. */
const FULL = [
  ...COMMON,
  "examples",
  "patternProperties",
  "minProperties",
  "maxProperties",
  "prefixItems",
  "uniqueItems",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
];

const FORMATS = ["date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

export const dialects: Record<Provider, Dialect> = {
  anthropic: {
    keywords: new Set(FULL),
    references: "kept",
    formats: new Set([...FORMATS, "uri"]),
    parameterName: /^[a-zA-Z0-9_.-]{1,64}$/,
  },
  openai: {
    keywords: new Set(FULL),
    references: "kept",
    formats: new Set(FORMATS),
    parameterName: /^[\s\S]+$/,
  },
  compatible: {
    keywords: new Set(COMMON),
    references: "inlined",
    formats: new Set(["date-time"]),
    parameterName: /^[\s\S]+$/,
  },
};

/** Keywords that restrict and that no dialect carries: they are not taken, or turn into their opposite when what is inside is loosened. */
export const saidInWords: ReadonlySet<string> = new Set([
  "not",
  "if",
  "then",
  "else",
  "contains",
  "minContains",
  "maxContains",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contentEncoding",
  "contentMediaType",
]);
