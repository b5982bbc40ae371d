import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";

/**
 * What is plainly wrong with arguments, as a sentence for whoever wrote them; null when nothing is. Only two things
 * are looked at, and only at the top: whether what the definition's input schema requires is there, and whether a
 * value has a JSON type that its property names. Everything else is for the server to judge: its schema is as
 * foreign as its answers, and following all of it would be running its program.
 */
export function argumentFault(definition: unknown, args: JsonObject): string | null {
  const schema = isJsonObject(definition) ? definition["inputSchema"] : undefined;
  return isJsonObject(schema) ? (missingIn(schema, args) ?? mistypedIn(schema, args)) : null;
}

const NAMED_MAX = 5;
const NAME_CHARACTERS_MAX = 60;

function missingIn({ required, properties }: JsonObject, args: JsonObject): string | null {
  const names = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
  const missing = names.filter((name) => !Object.hasOwn(args, name) && !hasDefault(properties, name));
  if (missing.length === 0) return null;
  const named = missing.slice(0, NAMED_MAX).map(cut);
  const rest = missing.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return `${listed(all, "conjunction")} ${missing.length === 1 ? "is" : "are"} missing.`;
}

/** Some makers of schemas call required what their server fills in by itself. */
function hasDefault(properties: unknown, name: string): boolean {
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return false;
  const property = properties[name];
  return isJsonObject(property) && "default" in property;
}

function mistypedIn({ properties }: JsonObject, args: JsonObject): string | null {
  if (!isJsonObject(properties)) return null;
  for (const [name, value] of Object.entries(args)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const wanted = isJsonObject(property) ? typesOf(property) : [];
    const given = typeOf(value);
    if (wanted.length === 0 || wanted.includes(given)) continue;
    return `${cut(name)} must be ${listed(wanted, "disjunction")}, not ${given}.`;
  }
  return null;
}

/** In words, each once. None where the schema names no type, or one that JSON Schema does not know. */
function typesOf({ type }: JsonObject): string[] {
  const words = [type].flat().map((name) => WORDS.get(name));
  const known = words.filter((word) => word !== undefined);
  return known.length === words.length ? [...new Set(known)] : [];
}

function typeOf(value: unknown): string {
  const name = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return WORDS.get(name) ?? name;
}

/** A whole number is a number like any other in JSON. */
const WORDS: ReadonlyMap<unknown, string> = new Map([
  ["string", "text"],
  ["number", "a number"],
  ["integer", "a number"],
  ["boolean", "true or false"],
  ["object", "an object"],
  ["array", "a list"],
  ["null", "null"],
]);

function listed(words: readonly string[], type: "conjunction" | "disjunction"): string {
  return new Intl.ListFormat("en", { type }).format(words);
}

function cut(name: string): string {
  return name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name;
}
