import type { Json } from "@/lib/tools/schema";
import { isObject } from "./field-kind";

/** Whether the one text part only repeats the structured result, as servers do for hosts that read no structure. */
export function isSaidTwice(content: readonly Json[], structured: Json): boolean {
  const [only, ...others] = content;
  if (others.length > 0 || !isObject(only) || typeof only["text"] !== "string") return false;
  return asJson(only["text"]) === JSON.stringify(structured);
}

/** The text in JSON's shortest spelling, or null when it is not JSON. */
export function asJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}
