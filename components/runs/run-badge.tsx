import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import { type Meaning, meaningInk } from "@/components/ui/meaning";
import type { RunStatus } from "@/lib/runs/schema";

/** How a run stands, in the same six words everywhere. */
export function RunBadge({ status }: { status: RunStatus }) {
  const { word, meaning, icon: Icon } = STATUSES[status];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${meaningInk[meaning]}`}>
      <Icon aria-hidden className={`size-4 shrink-0 ${status === "working" ? "animate-spin" : ""}`} />
      {word}
    </span>
  );
}

export const runStatusWord = (status: RunStatus): string => STATUSES[status].word;

const STATUSES: Record<RunStatus, { word: string; meaning: Meaning; icon: LucideIcon }> = {
  queued: { word: "Queued", meaning: "neutral", icon: CircleDashed },
  working: { word: "Working", meaning: "neutral", icon: LoaderCircle },
  waiting: { word: "Waiting for approval", meaning: "waiting", icon: Clock },
  finished: { word: "Finished", meaning: "good", icon: CircleCheck },
  failed: { word: "Failed", meaning: "broken", icon: CircleAlert },
  stopped: { word: "Stopped", meaning: "neutral", icon: CircleSlash },
};
