import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Clock, LoaderCircle } from "lucide-react";
import { type Standing, StandingBadge } from "@/components/ui/badge";
import type { RunStatus } from "@/lib/runs/schema";

/** How a run stands, in the same six words everywhere. */
export function RunBadge({ status }: { status: RunStatus }) {
  return <StandingBadge {...STATUSES[status]} />;
}

export const runStatusWord = (status: RunStatus): string => STATUSES[status].word;

const STATUSES: Record<RunStatus, Standing> = {
  queued: { word: "Queued", meaning: "neutral", icon: CircleDashed },
  working: { word: "Working", meaning: "neutral", icon: LoaderCircle },
  waiting: { word: "Waiting for approval", meaning: "waiting", icon: Clock },
  finished: { word: "Finished", meaning: "good", icon: CircleCheck },
  failed: { word: "Failed", meaning: "broken", icon: CircleAlert },
  stopped: { word: "Stopped", meaning: "neutral", icon: CircleSlash },
};
