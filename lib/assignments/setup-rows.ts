import "server-only";
import { statusOf } from "@/lib/tools/catalogue";
import type { ListedTool } from "@/lib/tools/listed";
import { definitionOf } from "@/lib/tools/listed";
import { hintsOf } from "@/lib/tools/queries";
import type { JsonObject } from "@/lib/tools/schema";
import { MARK_LENGTH, type PickMode, type SetupTool } from "./schema";

type StoredPick = { toolId: string; mode: PickMode; fingerprint: string };

export function byPick(picks: readonly StoredPick[]): ReadonlyMap<string, StoredPick> {
  return new Map(picks.map((pick) => [pick.toolId, pick]));
}

/** What is gone or unusable is worth a line only where it is picked. */
export function shownTools(
  tools: readonly ListedTool[],
  pickOf: ReadonlyMap<string, StoredPick>,
): ListedTool[] {
  return tools.filter((tool) => pickOf.has(tool.id) || !["gone", "unusable"].includes(statusOf(tool)));
}

export function toSetupTool(tool: ListedTool, pick: StoredPick | undefined): SetupTool {
  const status = statusOf(tool);
  const definition = definitionOf(tool.reviewed) ?? definitionOf(tool.latest) ?? {};
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

function firstLine({ description }: JsonObject): string {
  if (typeof description !== "string") return "";
  const line = description.trimStart().split("\n", 1)[0] ?? "";
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX - 1)}…` : line;
}
