import "server-only";
import { z } from "zod";
import type { ToolResult } from "@/lib/mcp/call";
import type { Json, JsonObject, TriedCall } from "@/lib/tools/schema";

const TEXT_MAX = 200_000;
const BLOB_MAX = 2_000_000;
const CONTENT_MAX = 100;

/** What a browser is given of a result: plain data, none of it larger than a page can show. */
export function toTriedCall(asked: JsonObject, result: ToolResult, durationMs: number): TriedCall {
  const content = result.content.slice(0, CONTENT_MAX).map((item) => fitting(z.json().parse(item)));
  const left = result.content.length - content.length;
  const structured = result.structuredContent;
  return {
    kind: "answered",
    isError: result.isError,
    content: left > 0 ? [...content, { type: "text", text: `${left} more parts were left out.` }] : content,
    structured: structured === undefined ? null : fitting(z.json().parse(structured)),
    durationMs,
    raw: shortened(JSON.stringify({ arguments: asked, result }, null, 2)),
  };
}

/** The same value with its long texts cut. */
function fitting(value: Json): Json {
  if (typeof value === "string") return value.length > BLOB_MAX ? shortened(value) : value;
  if (Array.isArray(value)) return value.map(fitting);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === "text" && typeof part === "string" ? shortened(part) : fitting(part),
    ]),
  );
}

function shortened(text: string): string {
  if (text.length <= TEXT_MAX) return text;
  return `${text.slice(0, TEXT_MAX)}\n… ${text.length - TEXT_MAX} more characters were left out.`;
}
