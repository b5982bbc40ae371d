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
        <div ref={focusArea}>
          <TextArea
            name="arguments"
            label="Arguments to send"
            hint="JSON. The model is told that you changed them."
            face="mono"
            rows={Math.min(16, json.split("\n").length + 1)}
            defaultValue={json}
          />
        </div>
      )}
      {mode === "deny" && (
        <div ref={focusArea}>
          <TextArea
            name="reason"
            label="Reason"
            hint="Optional. The model reads it."
            rows={2}
            maxLength={2000}
          />
        </div>
      )}
      <FormButtons>
        <SubmitButton variant={mode === "deny" ? "danger" : "primary"}>{VERBS[mode]}</SubmitButton>
        <Button
          variant={mode === "ask" ? "secondary" : "quiet"}
          onClick={() => setMode(mode === "ask" ? "edit" : "ask")}
        >
          {mode === "ask" ? "Edit arguments" : "Back"}
        </Button>
        {mode === "ask" && (
          <Button variant="secondary" onClick={() => setMode("deny")}>
            Deny
          </Button>
        )}
      </FormButtons>
    </ActionForm>
  );
}

const VERBS: Record<Mode, string> = { ask: "Approve", edit: "Approve as edited", deny: "Deny" };

/** Whoever asked for a field wants to type in it. */
function focusArea(field: HTMLElement | null): void {
  field?.querySelector("textarea")?.focus();
}
