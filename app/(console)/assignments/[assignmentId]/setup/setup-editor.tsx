"use client";

import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import type { Setup } from "@/lib/assignments/schema";
import type { FormAction } from "@/lib/forms/state";
import { saveSetupAction } from "../../actions";
import { InstructionsPane } from "./instructions-pane";
import { SetupSummary } from "./setup-summary";
import { ToolPicker } from "./tool-picker";
import { usePicks } from "./use-picks";

type SetupEditorProps = { setup: Setup; mayReview: boolean };

/** Instructions and tools side by side, saved together. */
export function SetupEditor({ setup: { assignment, groups }, mayReview }: SetupEditorProps) {
  const picks = usePicks(groups);
  const save: FormAction = (previous, form) => {
    form.set("picks", JSON.stringify(picks.wanted()));
    return saveSetupAction(previous, form);
  };
  return (
    <ActionForm action={save} width="full">
      <HiddenField name="assignmentId" value={assignment.id} />
      <HiddenField name="version" value={String(assignment.version)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <InstructionsPane stored={assignment.instructions} />
        <ToolPicker groups={groups} picks={picks} mayReview={mayReview} />
      </div>
      <SetupSummary groups={groups} picks={picks} />
    </ActionForm>
  );
}
