import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { ScheduleView } from "@/lib/runs/schema";
import { pauseScheduleAction, resumeScheduleAction } from "../../../runs/actions";

/** One button for both, so that it keeps the focus when it turns into the other. */
export function PauseButton({ schedule: { id, status } }: { schedule: ScheduleView }) {
  return (
    <ActionForm action={status === "on" ? pauseScheduleAction : resumeScheduleAction}>
      <HiddenField name="scheduleId" value={id} />
      <SubmitButton variant="secondary">{status === "on" ? "Pause" : "Resume"}</SubmitButton>
    </ActionForm>
  );
}
