"use client";

import { useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextArea } from "@/components/forms/text-area";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/state";

type ApprovalFormProps = { approvalId: string; json: string; decide: FormAction };
type Mode = "ask" | "edit" | "deny";

/** Approve, approve with other arguments, or deny with a reason. */
export function ApprovalForm({ approvalId, json, decide }: ApprovalFormProps) {
  const [mode, setMode] = useState<Mode>("ask");
  return (
    <ActionForm action={decide} width="full">
      <HiddenField name="approvalId" value={approvalId} />
      <HiddenField name="decision" value={mode === "deny" ? "deny" : "approve"} />
      {mode === "edit" && (
        <TextArea
          name="arguments"
          label="Arguments"
          hint="JSON. What stands here is what is sent, and the model is told of it."
          face="mono"
          rows={Math.min(16, json.split("\n").length + 1)}
          defaultValue={json}
        />
      )}
      {mode === "deny" && (
        <TextArea
          name="reason"
          label="Reason"
          hint="Optional. The model reads it."
          rows={2}
          maxLength={2000}
        />
      )}
      <FormButtons>
        <SubmitButton variant={mode === "deny" ? "danger" : "primary"}>{VERBS[mode]}</SubmitButton>
        {mode === "ask" ? (
          <>
            <Button variant="secondary" onClick={() => setMode("edit")}>
              Edit arguments
            </Button>
            <Button variant="secondary" onClick={() => setMode("deny")}>
              Deny
            </Button>
          </>
        ) : (
          <Button variant="quiet" onClick={() => setMode("ask")}>
            Back
          </Button>
        )}
      </FormButtons>
    </ActionForm>
  );
}

const VERBS: Record<Mode, string> = { ask: "Approve", edit: "Approve as edited", deny: "Deny" };
