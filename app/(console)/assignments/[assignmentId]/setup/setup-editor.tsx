"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Setup } from "@/lib/assignments/schema";
import type { FormState } from "@/lib/forms/state";
import { saveSetupAction } from "../../actions";
import { InstructionsPane } from "./instructions-pane";
import { findProblem, type Place } from "./problems";
import { SetupSummary } from "./setup-summary";
import { ToolPicker } from "./tool-picker";
import { useDraft } from "./use-draft";
import { useLeaveGuard } from "./use-leave-guard";

type SetupEditorProps = { setup: Setup; mayReview: boolean };

/**
 * Instructions and tools side by side, saved together. There is no form around
 * them: resetting one after it is sent would put back the boxes as they were.
 */
export function SetupEditor({ setup, mayReview }: SetupEditorProps) {
  const { assignment, groups } = setup;
  const draft = useDraft(setup);
  const [outcome, setOutcome] = useState<FormState>({ status: "idle" });
  const [pending, startSaving] = useTransition();
  const [place, setPlace] = useState<Place | null>(null);
  useLeaveGuard(draft.unsaved);

  function save() {
    if (pending || draft.unsaved === 0) return;
    const { version, instructions, picks } = draft.wanted();
    const form = new FormData();
    form.set("assignmentId", assignment.id);
    form.set("version", String(version));
    form.set("instructions", instructions);
    form.set("picks", JSON.stringify(picks));
    startSaving(async () => {
      const state = await saveSetupAction({ status: "idle" }, form);
      startSaving(() => {
        if (state.status === "done") draft.saved(version);
        setOutcome(state);
      });
    });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {draft.restored && (
        <Notice
          meaning="neutral"
          title="Your unsaved changes are back."
          action={
            <Button variant="secondary" onClick={draft.discard}>
              Discard them
            </Button>
          }
        />
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <InstructionsPane text={draft.instructions} onTextChange={draft.setInstructions} />
        <ToolPicker
          assignmentId={assignment.id}
          groups={groups}
          picks={draft.picks}
          mayReview={mayReview}
          place={place}
        />
      </div>
      <SetupSummary
        groups={groups}
        draft={draft}
        outcome={outcome}
        pending={pending}
        onSave={save}
        onShowProblem={() => setPlace((before) => findProblem(groups, draft.picks, (before?.times ?? 0) + 1))}
      />
    </div>
  );
}
