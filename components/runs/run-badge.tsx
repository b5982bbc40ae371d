import { Badge } from "@/components/ui/badge";
import type { Meaning } from "@/components/ui/meaning";
import type { RunStatus } from "@/lib/runs/schema";

/** How a run stands, in the same six words everywhere. */
export function RunBadge({ status }: { status: RunStatus }) {
  const { word, meaning } = STATUSES[status];
  return <Badge meaning={meaning}>{word}</Badge>;
}

export const runStatusWord = (status: RunStatus): string => STATUSES[status].word;

const STATUSES: Record<RunStatus, { word: string; meaning: Meaning }> = {
  queued: { word: "Queued", meaning: "neutral" },
  working: { word: "Working", meaning: "neutral" },
  waiting: { word: "Waiting for approval", meaning: "waiting" },
  finished: { word: "Finished", meaning: "good" },
  failed: { word: "Failed", meaning: "broken" },
  stopped: { word: "Stopped", meaning: "neutral" },
};
