"use client";

import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { Dialog, useCloseDialog } from "@/components/ui/dialog";
import type { AssignmentView } from "@/lib/assignments/schema";
import { renameAssignmentAction } from "../actions";

type RenameProps = { assignment: Pick<AssignmentView, "id" | "name" | "version"> };

/** Gives an assignment another name. Its address and tokens stay. */
export function RenameDialog({ assignment }: RenameProps) {
  return (
    <Dialog
      trigger={<Button variant="secondary">Rename</Button>}
      title="Rename assignment"
      sentence="Its endpoint and tokens stay as they are."
    >
      <RenameForm assignment={assignment} />
    </Dialog>
  );
}

function RenameForm({ assignment: { id, name, version } }: RenameProps) {
  const close = useCloseDialog();
  return (
    <ActionForm action={renameAssignmentAction} onDone={close}>
      <HiddenField name="assignmentId" value={id} />
      <HiddenField name="version" value={String(version)} />
      <TextField name="name" label="Name" defaultValue={name} maxLength={80} required />
      <SubmitButton>Rename</SubmitButton>
    </ActionForm>
  );
}
