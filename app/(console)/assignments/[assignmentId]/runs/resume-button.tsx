import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { resumeScheduleAction } from "../../../runs/actions";

export function ResumeButton({ scheduleId }: { scheduleId: string }) {
  return (
    <ActionForm action={resumeScheduleAction}>
      <HiddenField name="scheduleId" value={scheduleId} />
      <SubmitButton variant="secondary">Resume</SubmitButton>
    </ActionForm>
  );
}
