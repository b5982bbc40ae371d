import "server-only";
import { serverWords } from "./failure";
import { headerFault } from "./param-headers";
import { type Era, isJsonObject, type JsonObject } from "./upstream";

export type RawTool = {
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  outputSchema?: JsonObject;
  annotations?: JsonObject;
  [more: string]: unknown;
};

/** `reason` is a clause that goes on from the tool's name: "its description is not text". */
export type UnusableTool = { name: string; reason: string };

const TOOL_BYTES_MAX = 64 * 1024;
const TOOL_DEPTH_MAX = 64;

/**
 * One entry of a `tools/list` answer: the tool with every member the server sent,
 * or why it can't be used. Members that are null count as absent.
 */
export function readTool(raw: unknown, era: Era): ToolReading {
  if (!isJsonObject(raw) || typeof raw.name !== "string" || raw.name === "") {
    return { kind: "unusable", name: "(no name)", reason: "it has no name", bytes: 0 };
  }
  const bytes = isTooDeep(raw) ? null : Buffer.byteLength(JSON.stringify(raw));
  const reason = bytes === null ? "it is nested too deeply" : faultOf(raw, bytes, era);
  if (reason !== null) return { kind: "unusable", name: serverWords(raw.name, 128), reason, bytes: 0 };

  const present = Object.entries(raw).filter(([, value]) => value !== null);
  // faultOf has looked at every member that RawTool names.
  return { kind: "usable", tool: Object.fromEntries(present) as RawTool, bytes: bytes ?? 0 };
}

export type ToolReading =
  | { kind: "usable"; tool: RawTool; bytes: number }
  | { kind: "unusable"; name: string; reason: string; bytes: number };

/** In JSON's escapes: NUL, and half of a surrogate pair. PostgreSQL takes neither, and would refuse the whole list with them. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

function faultOf(tool: JsonObject, bytes: number, era: Era): string | null {
  if (bytes > TOOL_BYTES_MAX) return `it is larger than ${TOOL_BYTES_MAX / 1024} KiB`;
  if (UNSTORABLE.test(JSON.stringify(tool))) return "it holds a character that no text may hold";
  if (String(tool.name).length > 256) return "its name is longer than 256 characters";
  if (!isJsonObject(tool.inputSchema)) return "it has no input schema";
  if (tool.inputSchema.type !== "object") return "its input schema does not describe an object";
  for (const [member, label] of TEXTS) {
    if (typeof (tool[member] ?? "") !== "string") return `its ${label} is not text`;
  }
  for (const [member, label] of OBJECTS) {
    if (!isJsonObject(tool[member] ?? {})) return `its ${label}`;
  }
  if (era === "2026") return headerFault(tool.inputSchema);
  return runsOnlyAsTask(tool) ? "it can only be run as a task, which Patchbay does not do yet" : null;
}

const TEXTS = [
  ["title", "title"],
  ["description", "description"],
] as const;

const OBJECTS = [
  ["outputSchema", "output schema is not a schema"],
  ["annotations", "annotations are not an object"],
] as const;

/** A call that is not a task is then refused (MCP 2025-11-25, Tasks, Tool-Level Negotiation). */
function runsOnlyAsTask({ execution }: JsonObject): boolean {
  return isJsonObject(execution) && execution.taskSupport === "required";
}

/** Level by level, because a recursive look could itself be nested too deeply. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > TOOL_DEPTH_MAX) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}
