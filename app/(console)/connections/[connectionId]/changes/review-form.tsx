"use client";

import { type ReactNode, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { acceptChangesAction } from "../tools/actions";

type ReviewFormProps = { connectionId: string; chosenAtFirst: number; children: ReactNode };

/** The changes as cards with a box each, and one button that says how many it accepts. */
export function ReviewForm({ connectionId, chosenAtFirst, children }: ReviewFormProps) {
  const [chosen, setChosen] = useState(chosenAtFirst);
  return (
    <ActionForm action={acceptChangesAction} width="full">
      <HiddenField name="connectionId" value={connectionId} />
      <div
        className="grid grid-cols-[minmax(0,1fr)] gap-4"
        onChange={({ currentTarget }) =>
          setChosen(currentTarget.querySelectorAll('input[name="accepted"]:checked').length)
        }
      >
        {children}
      </div>
      <FormButtons>
        <SubmitButton>{chosen === 1 ? "Accept 1 change" : `Accept ${chosen} changes`}</SubmitButton>
        <span className="text-small text-ink-soft">What you leave out stays held.</span>
      </FormButtons>
    </ActionForm>
  );
}
