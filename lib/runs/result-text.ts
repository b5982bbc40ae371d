import "server-only";
import type { ToolResult } from "@/lib/mcp/call";

/** A result as text, for the model and the transcript alike. Bytes that are no text are named, not carried. */
export function resultText(result: ToolResult, bytesMax: number): { text: string; cutFrom: number | null } {
  const parts = result.content.map(partText).filter(Boolean);
  const text =
    parts.length > 0 || result.structuredContent === undefined
      ? parts.join("\n\n")
      : JSON.stringify(result.structuredContent, null, 2);
  const bytes = Buffer.byteLength(text);
  if (bytes <= bytesMax) return { text, cutFrom: null };
  return { text: startOf(text, bytesMax), cutFrom: bytes };
}

/** At most so many bytes from the left, and no half character at the end. */
function startOf(text: string, bytesMax: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytesMax), { stream: true });
}

function partText(part: unknown): string {
  if (typeof part !== "object" || part === null || !("type" in part)) return "";
  const { type, text, mimeType, data, uri, name, resource } = part as Record<string, unknown>;
  if (type === "text") return typeof text === "string" ? text : "";
  if (type === "resource_link") return `[link: ${label(name)} ${label(uri)}]`;
  if (type === "resource") return embedded(resource);
  const size = typeof data === "string" ? `, ${Math.ceil((data.length * 3) / 4 / 1024)} kB` : "";
  return `[${label(type)}: ${label(mimeType)}${size}, not shown]`;
}

function embedded(resource: unknown): string {
  if (typeof resource !== "object" || resource === null) return "";
  const { text, uri, mimeType } = resource as Record<string, unknown>;
  return typeof text === "string"
    ? `[${label(uri)}]\n${text}`
    : `[resource: ${label(uri)} ${label(mimeType)}, not shown]`;
}

function label(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 300) : "unknown";
}
