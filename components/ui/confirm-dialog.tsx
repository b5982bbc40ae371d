"use client";

import * as Radix from "radix-ui/dialog";
import type { ReactElement, ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/forms/state";
import { Button } from "./button";
import { Dialog, useCloseDialog } from "./dialog";

export type Confirmation = {
  title: string;
  /** What will be lost and for whom, before it is. */
  losses: ReactNode;
  /** The verb on the button: "Remove connection". */
  verb: string;
  action: FormAction;
  /** What the action is sent, such as which connection. */
  fields: Readonly<Record<string, string>>;
};

/** Asks before something is destroyed, and says what. */
export function ConfirmDialog({ trigger, ...confirmation }: Confirmation & { trigger: ReactElement }) {
  return (
    <Dialog trigger={trigger} title={confirmation.title} sentence={confirmation.losses}>
      <ConfirmForm {...confirmation} />
    </Dialog>
  );
}

export function ConfirmForm({ verb, action, fields }: Confirmation) {
  const close = useCloseDialog();
  return (
    <ActionForm action={action} onDone={close}>
      {Object.entries(fields).map(([name, value]) => (
        <HiddenField key={name} name={name} value={value} />
      ))}
      <FormButtons>
        <SubmitButton variant="danger">{verb}</SubmitButton>
        <Radix.Close asChild>
          <Button variant="secondary" autoFocus>
            Cancel
          </Button>
        </Radix.Close>
      </FormButtons>
    </ActionForm>
  );
}
