"use client";

import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { showToast } from "@/components/ui/toast";
import type { FormState } from "@/lib/forms/state";
import { refreshToolsAction } from "./tools/actions";

/** Lists the tools again, as the admin who presses it. What changed is on the page then; the toast only counts. */
export function RefreshButton({ connectionId }: { connectionId: string }) {
  return (
    <ActionForm action={refreshTools} width="full">
      <HiddenField name="connectionId" value={connectionId} />
      <SubmitButton variant="secondary">Refresh tools</SubmitButton>
    </ActionForm>
  );
}

async function refreshTools(previous: FormState, form: FormData): Promise<FormState> {
  const state = await refreshToolsAction(previous, form);
  if (state.status !== "done" || state.message === undefined) return state;
  showToast(state.message);
  return { status: "done" };
}
