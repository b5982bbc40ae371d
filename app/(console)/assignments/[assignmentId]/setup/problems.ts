import type { SetupGroup } from "@/lib/assignments/schema";
import { pickProblem, waitsForPerson } from "@/lib/assignments/state";
import type { Picks } from "./use-draft";

/** A line of the picker to go to; `times` tells going there again from being there. */
export type Place = { connectionId: string; key: string; times: number };

type Count = { picked: number; ask: number; problems: number };

/** A sign-in that wants something is one problem, however many tools of the connection are picked. */
export function countPicks(groups: readonly SetupGroup[], picks: Picks): Count {
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
    if (count.picked > before && waitsForPerson(group)) count.problems += 1;
  }
  return count;
}

/** The line of the first problem: a connection that wants a sign-in, or a tool that can't be called. */
export function findProblem(groups: readonly SetupGroup[], picks: Picks, times: number): Place | null {
  for (const group of groups) {
    const { connectionId } = group;
    const picked = group.tools.filter((tool) => picks.of(tool) !== undefined);
    if (picked.length > 0 && waitsForPerson(group)) return { connectionId, key: connectionId, times };
    const tool = picked.find((one) => pickProblem(one, picks.of(one) ?? { mark: "" }));
    if (tool) return { connectionId, key: tool.id, times };
  }
  return null;
}
