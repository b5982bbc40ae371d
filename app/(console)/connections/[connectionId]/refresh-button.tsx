import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { refreshToolsAction } from "./tools/actions";

/** Lists the tools again, as the admin who presses it. */
export function RefreshButton({ connectionId }: { connectionId: string }) {
  return (
    <ActionForm action={refreshToolsAction} width="full">
      <HiddenField name="connectionId" value={connectionId} />
      <SubmitButton variant="secondary">Refresh tools</SubmitButton>
    </ActionForm>
  );
}
