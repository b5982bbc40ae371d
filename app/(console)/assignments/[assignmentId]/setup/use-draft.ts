"use client";

import { useEffect, useState } from "react";
import type { PickMode, Setup, SetupTool, WantedPick } from "@/lib/assignments/schema";
import { suggestedMode } from "@/lib/assignments/state";
import { type DraftEdits, forgetDraft, keepDraft, readDraft } from "./kept-draft";

type Picked = { mode: PickMode; mark: string };

export type Picks = {
  of(tool: SetupTool): Picked | undefined;
  /** Picks a tool as it is now, in the mode its hints suggest, or drops the pick. */
  toggle(tool: SetupTool): void;
  setMode(tool: SetupTool, mode: PickMode): void;
  /** Takes the definition that is accepted now for the one that was picked. */
  renew(tool: SetupTool): void;
};

export type Draft = {
  picks: Picks;
  instructions: string;
  setInstructions(text: string): void;
  /** How many tools, and the instructions as one more, differ from what is stored. */
  unsaved: number;
  /** Whether the edits were made before this page was opened, such as before a sign-in. */
  restored: boolean;
  discard(): void;
  /** What would be saved: on top of which version, and what. */
  wanted(): { version: number; instructions: string; picks: WantedPick[] };
  /** Says that what was wanted on top of `version` is stored now. */
  saved(version: number): void;
};

/**
 * Setup as it would be saved: what is stored, with the edits of this page on top.
 * Only edits are remembered, so what is not edited always shows as it is stored.
 * They are kept in this tab until they are saved, and hold on to the version they
 * were made on, so that saving over someone else's work is noticed.
 */
export function useDraft(setup: Setup): Draft {
  const { assignment, groups } = setup;
  const [edits, setEdits] = useState(() => noEdits(assignment.version));
  const [seen, setSeen] = useState(setup);
  const [restored, setRestored] = useState(false);
  const tools = groups.flatMap((group) => group.tools);
  const unsaved = countUnsaved(edits, setup);

  if (seen !== setup) {
    setSeen(setup);
    setEdits(pruned(edits, setup));
  }

  // The server renders without this tab's memory, so the page wakes up as stored and takes the edits then.
  useEffect(() => {
    const kept = readDraft(assignment.id, assignment.version);
    if (!kept) return;
    setEdits(kept);
    setRestored(true);
  }, [assignment.id, assignment.version]);

  const pickOf = (tool: SetupTool) => {
    const edit = edits.picks.get(tool.id);
    return edit === undefined ? (tool.pick ?? undefined) : (edit ?? undefined);
  };

  function change(make: (before: DraftEdits) => DraftEdits) {
    setEdits((before) => {
      const after = pruned(make(before), setup);
      keepDraft(assignment.id, after);
      return after;
    });
  }

  function setPick(tool: SetupTool, next: Picked | null) {
    change((before) => ({ ...before, picks: new Map(before.picks).set(tool.id, next) }));
  }

  return {
    picks: {
      of: pickOf,
      toggle(tool) {
        if (pickOf(tool)) setPick(tool, null);
        else if (tool.mark !== null) setPick(tool, { mode: suggestedMode(tool), mark: tool.mark });
      },
      setMode(tool, mode) {
        const before = pickOf(tool);
        if (before) setPick(tool, { ...before, mode });
      },
      renew(tool) {
        const before = pickOf(tool);
        if (before && tool.mark !== null) setPick(tool, { ...before, mark: tool.mark });
      },
    },
    instructions: edits.instructions ?? assignment.instructions,
    setInstructions: (text) => change((before) => ({ ...before, instructions: text })),
    unsaved,
    restored: restored && unsaved > 0,
    discard() {
      forgetDraft(assignment.id);
      setEdits(noEdits(assignment.version));
    },
    wanted: () => ({
      version: edits.version,
      instructions: edits.instructions ?? assignment.instructions,
      picks: tools.flatMap((tool) => {
        const pick = pickOf(tool);
        return pick ? [{ toolId: tool.id, ...pick }] : [];
      }),
    }),
    saved(version) {
      forgetDraft(assignment.id);
      setRestored(false);
      setEdits((before) => ({ ...before, version: Math.max(before.version, version + 1) }));
    },
  };
}

function noEdits(version: number): DraftEdits {
  return { version, instructions: null, picks: new Map() };
}

/** Without what is stored anyway; edits that are none are made on the version at hand. */
function pruned(edits: DraftEdits, { assignment, groups }: Setup): DraftEdits {
  const stored = new Map(groups.flatMap(({ tools }) => tools.map((tool) => [tool.id, tool.pick] as const)));
  const picks = new Map(
    [...edits.picks].filter(([id, pick]) => stored.has(id) && !isSame(pick, stored.get(id))),
  );
  const instructions = edits.instructions === assignment.instructions ? null : edits.instructions;
  const isEdited = instructions !== null || picks.size > 0;
  return { version: isEdited ? edits.version : assignment.version, instructions, picks };
}

function isSame(one: Picked | null, other: Picked | null | undefined): boolean {
  return one?.mode === other?.mode && one?.mark === other?.mark;
}

function countUnsaved(edits: DraftEdits, setup: Setup): number {
  const { picks, instructions } = pruned(edits, setup);
  return picks.size + (instructions === null ? 0 : 1);
}
