import "server-only";

/**
 * Reading what other people's servers send. Absent, null and empty are the same
 * thing; numbers may arrive as text; lists may arrive as text. What cannot be
 * read is null or empty, never an exception.
 */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a body, or null when it is anything else. */
export function parseJson(body: string): Json | null {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ""));
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

export function readText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  return value.trim() || null;
}

/** Members of a list, or of text separated by spaces or commas; each once, in order. */
export function readList(value: unknown): string[] {
  const members: unknown[] = Array.isArray(value) ? value : (readText(value)?.split(/[\s,]+/) ?? []);
  return [...new Set(members.map(readText).filter((member) => member !== null))];
}

/** A positive number of seconds, or null. */
export function readSeconds(value: unknown): number | null {
  const text = readText(value);
  const seconds = text === null ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
