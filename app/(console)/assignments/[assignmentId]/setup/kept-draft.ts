import type { PickMode } from "@/lib/assignments/schema";

/** What was changed in Setup and not saved; a tool's null is a pick that was dropped. */
export type DraftEdits = {
  /** The version of the assignment the edits were made on. */
  version: number;
  instructions: string | null;
  picks: ReadonlyMap<string, { mode: PickMode; mark: string } | null>;
};

/** Keeps edits in this tab, so that a trip to sign in does not lose them. Where the browser refuses, they are not kept. */
export function keepDraft(assignmentId: string, edits: DraftEdits): void {
  if (edits.instructions === null && edits.picks.size === 0) {
    forgetDraft(assignmentId);
    return;
  }
  const text = JSON.stringify({ ...edits, picks: [...edits.picks] });
  attempt(() => sessionStorage.setItem(keyOf(assignmentId), text));
}

/** The edits kept in this tab, unless the assignment was saved since they were made. */
export function readDraft(assignmentId: string, version: number): DraftEdits | null {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(keyOf(assignmentId)) ?? "null"));
  // Safe: only `keepDraft` writes under this key, and the server checks whatever is saved.
  return kept?.version === version ? { ...kept, picks: new Map(kept.picks) } : null;
}

export function forgetDraft(assignmentId: string): void {
  attempt(() => sessionStorage.removeItem(keyOf(assignmentId)));
}

function keyOf(assignmentId: string): string {
  return `patchbay-setup-${assignmentId}`;
}

function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}
