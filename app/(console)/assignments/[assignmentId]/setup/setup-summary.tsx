"use client";

import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import type { SetupGroup } from "@/lib/assignments/schema";
import { lacksSignIn, pickProblem } from "@/lib/assignments/state";
import type { Picks } from "./use-picks";

/** What would be saved, always in sight. */
export function SetupSummary({ groups, picks }: { groups: readonly SetupGroup[]; picks: Picks }) {
  const { picked, ask, problems } = countPicks(groups, picks);
  return (
    <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line bg-canvas px-1 py-3">
      <p aria-live="polite" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small tabular-nums">
        <span>{picked} picked</span>
        <span>{ask} ask first</span>
        {problems === 0 ? (
          <Badge meaning="good">No problems</Badge>
        ) : (
          <Badge meaning="waiting">{problems === 1 ? "1 problem" : `${problems} problems`}</Badge>
        )}
      </p>
      <SubmitButton>Save</SubmitButton>
    </div>
  );
}

/** A missing sign-in is one problem, however many tools of the connection are picked. */
function countPicks(groups: readonly SetupGroup[], picks: Picks) {
  const count = { picked: 0, ask: 0, problems: 0 };
  for (const group of groups) {
    const before = count.picked;
    for (const tool of group.tools) {
      const pick = picks.of(tool);
      if (!pick) continue;
      count.picked += 1;
      if (pick.mode === "ask") count.ask += 1;
      if (pickProblem(tool, pick)) count.problems += 1;
    }
    if (count.picked > before && lacksSignIn(group)) count.problems += 1;
  }
  return count;
}
