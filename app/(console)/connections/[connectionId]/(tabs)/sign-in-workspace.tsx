import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { signInWorkspaceAction } from "../../actions";

/** Gets the workspace new access with the app's own credentials. */
export function SignInWorkspace({ connectionId, verb }: { connectionId: string; verb: string }) {
  return (
    <ActionForm action={signInWorkspaceAction} width="full">
      <HiddenField name="connectionId" value={connectionId} />
      <SubmitButton variant="secondary">{verb}</SubmitButton>
    </ActionForm>
  );
}
