import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextArea } from "@/components/forms/text-area";
import { startRunAction } from "../../../runs/actions";

export function StartRun({ assignmentId }: { assignmentId: string }) {
  return (
    <ActionForm action={startRunAction}>
      <HiddenField name="assignmentId" value={assignmentId} />
      <TextArea
        name="message"
        label="Message"
        hint="Optional: what this run is about. The model reads it after the instructions."
        rows={3}
        maxLength={20_000}
      />
      <SubmitButton>Run</SubmitButton>
    </ActionForm>
  );
}
