"use client";

import { useState } from "react";
import type { PickMode, SetupGroup, SetupTool, WantedPick } from "@/lib/assignments/schema";
import { suggestedMode } from "@/lib/assignments/state";

export type Picked = { mode: PickMode; mark: string };

export type Picks = {
  of(tool: SetupTool): Picked | undefined;
  /** Picks a tool as it is now, in the mode its hints suggest, or drops the pick. */
  toggle(tool: SetupTool): void;
  setMode(tool: SetupTool, mode: PickMode): void;
  /** Takes the definition that is accepted now for the one that was picked. */
  renew(tool: SetupTool): void;
  wanted(): WantedPick[];
};

/** The picks as they would be saved, by tool. */
export function usePicks(groups: readonly SetupGroup[]): Picks {
  const [picked, setPicked] = useState(() => storedPicks(groups));

  function change(tool: SetupTool, next: Picked | null) {
    setPicked((before) => {
      const after = new Map(before);
      if (next) after.set(tool.id, next);
      else after.delete(tool.id);
      return after;
    });
  }

  return {
    of: (tool) => picked.get(tool.id),
    toggle(tool) {
      if (picked.has(tool.id)) change(tool, null);
      else if (tool.mark !== null) change(tool, { mode: suggestedMode(tool), mark: tool.mark });
    },
    setMode(tool, mode) {
      const before = picked.get(tool.id);
      if (before) change(tool, { ...before, mode });
    },
    renew(tool) {
      const before = picked.get(tool.id);
      if (before && tool.mark !== null) change(tool, { ...before, mark: tool.mark });
    },
    wanted: () => [...picked].map(([toolId, pick]) => ({ toolId, ...pick })),
  };
}

function storedPicks(groups: readonly SetupGroup[]): ReadonlyMap<string, Picked> {
  return new Map(
    groups.flatMap(({ tools }) =>
      tools.flatMap((tool) => (tool.pick ? [[tool.id, tool.pick] as const] : [])),
    ),
  );
}
