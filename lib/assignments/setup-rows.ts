import "server-only";
import { isJsonObject } from "@/lib/mcp/upstream";
import { MARK_LENGTH, type PickMode, type SetupTool } from "./schema";
import { statusOf } from "./standing";

export const toolSelect = {
  id: true,
  connectionId: true,
  name: true,
  reviewed: true,
  reviewedFingerprint: true,
  latest: true,
  latestFingerprint: true,
  unusable: true,
} as const;

type ToolRow = {
  id: string;
  connectionId: string;
  name: string;
  reviewed: unknown;
  reviewedFingerprint: string | null;
  latest: unknown;
  latestFingerprint: string | null;
  unusable: string | null;
};

type StoredPick = { toolId: string; mode: PickMode; fingerprint: string };

export function byPick(picks: readonly StoredPick[]): ReadonlyMap<string, StoredPick> {
  return new Map(picks.map((pick) => [pick.toolId, pick]));
}

/** What is gone or unusable is worth a line only where it is picked. */
export function shownTools(tools: readonly ToolRow[], pickOf: ReadonlyMap<string, StoredPick>): ToolRow[] {
  return tools.filter((tool) => pickOf.has(tool.id) || !["gone", "unusable"].includes(statusOf(tool)));
}

export function toSetupTool(tool: ToolRow, pick: StoredPick | undefined): SetupTool {
  const status = statusOf(tool);
  const definition = tool.reviewed ?? tool.latest;
  return {
    id: tool.id,
    name: tool.name,
    line: firstLine(definition),
    hints: hintsOf(definition),
    status,
    mark: status === "ready" && tool.reviewedFingerprint ? markOf(tool.reviewedFingerprint) : null,
    pick: pick ? { mode: pick.mode, mark: markOf(pick.fingerprint) } : null,
  };
}

function markOf(fingerprint: string): string {
  return fingerprint.slice(0, MARK_LENGTH);
}

const LINE_MAX = 160;

function firstLine(definition: unknown): string {
  if (!isJsonObject(definition) || typeof definition["description"] !== "string") return "";
  const line = definition["description"].trimStart().split("\n", 1)[0] ?? "";
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX - 1)}…` : line;
}

function hintsOf(definition: unknown): SetupTool["hints"] {
  const annotations = isJsonObject(definition) ? definition["annotations"] : null;
  if (!isJsonObject(annotations)) return { reads: false, destroys: false };
  const reads = annotations["readOnlyHint"] === true;
  return { reads, destroys: !reads && annotations["destructiveHint"] === true };
}
