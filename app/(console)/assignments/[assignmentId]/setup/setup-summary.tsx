"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { SetupGroup } from "@/lib/assignments/schema";
import type { FormState } from "@/lib/forms/state";
import { countPicks } from "./problems";
import type { Draft } from "./use-draft";

type SetupSummaryProps = {
  groups: readonly SetupGroup[];
  draft: Draft;
  outcome: FormState;
  pending: boolean;
  onSave: () => void;
  onShowProblem: () => void;
};

/** What would be saved, whether it is, and how saving went; always in sight. */
export function SetupSummary({ groups, draft, outcome, pending, onSave, onShowProblem }: SetupSummaryProps) {
  const { picked, ask, problems } = countPicks(groups, draft.picks);
  const isIdle = draft.unsaved === 0;
  return (
    <div className="sticky bottom-0 z-10 -mx-1 grid gap-2 border-t border-line bg-canvas px-1 py-3">
      <div role="alert" className="empty:hidden">
        {failureOf(outcome) !== null && <Notice meaning="broken" title={failureOf(outcome) ?? ""} />}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small tabular-nums">
          <span>{picked} picked</span>
          {ask > 0 && <span>{ask} set to Ask</span>}
          {problems > 0 ? (
            <Button variant="secondary" onClick={onShowProblem}>
              {problems === 1 ? "1 problem" : `${problems} problems`}
            </Button>
          ) : (
            picked > 0 && <Badge meaning="good">No problems</Badge>
          )}
        </div>
        <div className="flex items-center justify-between gap-4 max-sm:w-full">
          <span role="status" className="text-small text-ink-soft">
            {standing(draft.unsaved, outcome)}
          </span>
          <button
            type="button"
            onClick={onSave}
            aria-busy={pending}
            aria-disabled={pending || isIdle || undefined}
            className={`${buttonClass("primary")} aria-disabled:opacity-55`}
          >
            {pending && <Spinner />}
            Save
          </button>
        </div>
      </div>
    </div>
  );
}

function standing(unsaved: number, outcome: FormState): string {
  if (unsaved > 0) return unsaved === 1 ? "1 unsaved change" : `${unsaved} unsaved changes`;
  return outcome.status === "done" ? (outcome.message ?? "Saved.") : "No unsaved changes";
}

function failureOf(outcome: FormState): string | null {
  if (outcome.status === "failed") return outcome.message;
  if (outcome.status !== "invalid") return null;
  return Object.values(outcome.fields).flat().filter(Boolean).join(" ") || "This could not be saved.";
}
