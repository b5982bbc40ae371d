import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";

/**
 * One schema for two that both hold. It accepts whatever both accept, and more where they speak of the same: there
 * the first one's word stands and the second one's is said in the description.
 */
export function joined(first: JsonObject, second: JsonObject): JsonObject {
  const both = { ...second, ...first };
  if (first.properties !== undefined && second.properties !== undefined) {
    both.properties = { ...objectOf(second.properties), ...objectOf(first.properties) };
  }
  const required = [...new Set([...namesRequired(first), ...namesRequired(second)])];
  if (required.length > 0) both.required = required;

  const lost = Object.entries(second).filter(
    ([keyword, value]) => !MERGED.has(keyword) && JSON.stringify(both[keyword]) !== JSON.stringify(value),
  );
  return described(both, Object.fromEntries(lost));
}

const MERGED = new Set(["properties", "required", "title", "description", "default", "examples"]);

/** Adds to the description what can't be said otherwise. */
export function described(schema: JsonObject, words: JsonObject): JsonObject {
  if (Object.keys(words).length === 0) return schema;
  const also = `Also holds: ${JSON.stringify(words)}`;
  const short = also.length > WORDS_MAX ? `${also.slice(0, WORDS_MAX - 1)}…` : also;
  return { ...schema, description: [schema.description, short].filter(Boolean).join("\n") };
}

export function namesRequired({ required }: JsonObject): string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

const WORDS_MAX = 1_000;
