import "server-only";
import { Failure } from "@/lib/errors";
import { statusOf } from "@/lib/tools/catalogue";
import type { PickMode, WantedPick } from "./schema";

type StoredPick = { id: string; toolId: string; mode: PickMode; fingerprint: string };

export type PickedTool = {
  id: string;
  name: string;
  reviewedFingerprint: string | null;
  latestFingerprint: string | null;
  unusable: string | null;
};

export type PickChanges = {
  remove: string[];
  add: { toolId: string; mode: PickMode; fingerprint: string }[];
  /** Picks whose mode alone changes, by the new one. */
  mode: Record<PickMode, string[]>;
};

/**
 * What turns the stored picks into the wanted ones. A wanted pick with the mark
 * of the stored one is that one, kept as it is; any other is made now, from the
 * tool as it stands, and must carry the mark of that.
 */
export function pickChanges(
  stored: readonly StoredPick[],
  wanted: readonly WantedPick[],
  tools: readonly PickedTool[],
): PickChanges {
  const byTool = new Map(stored.map((pick) => [pick.toolId, pick]));
  const known = new Map(tools.map((tool) => [tool.id, tool]));
  const changes: PickChanges = { remove: [], add: [], mode: { allow: [], ask: [] } };

  for (const pick of new Map(wanted.map((one) => [one.toolId, one])).values()) {
    const before = byTool.get(pick.toolId);
    if (before?.fingerprint.startsWith(pick.mark)) {
      byTool.delete(pick.toolId);
      if (before.mode !== pick.mode) changes.mode[pick.mode].push(before.id);
    } else {
      changes.add.push({
        toolId: pick.toolId,
        mode: pick.mode,
        fingerprint: pickable(pick, known.get(pick.toolId)),
      });
    }
  }
  changes.remove = [...byTool.values()].map(({ id }) => id);
  return changes;
}

/** The fingerprint a new pick remembers. */
function pickable(pick: WantedPick, tool: PickedTool | undefined): string {
  if (!tool)
    throw new Failure("conflict", "A tool you picked is no longer there. Reload the page to see what is.");
  if (statusOf(tool) !== "ready" || !tool.reviewedFingerprint?.startsWith(pick.mark)) {
    throw new Failure(
      "conflict",
      `${tool.name} changed while this page was open. Reload the page to look at it again.`,
    );
  }
  return tool.reviewedFingerprint;
}
