import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextArea } from "@/components/forms/text-area";
import { TextField } from "@/components/forms/text-field";
import { Page, PageHeader } from "@/components/ui/page";
import { INSTRUCTIONS_MAX } from "@/lib/assignments/state";
import { routes } from "@/lib/routes";
import { createAssignmentAction } from "../actions";

export const metadata: Metadata = { title: "New assignment" };

export default function NewAssignmentPage() {
  return (
    <Page width="reading">
      <PageHeader
        title="New assignment"
        sentence="Say what is to be done. You pick its tools on the next page."
        crumbs={[{ label: "Assignments", href: routes.assignments }]}
      />
      <ActionForm action={createAssignmentAction}>
        <TextField name="name" label="Name" placeholder="Weekly stock report" maxLength={80} required />
        <TextArea
          name="instructions"
          label="Instructions"
          hint="Markdown. You can change it any time in Setup."
          rows={8}
          maxLength={INSTRUCTIONS_MAX}
        />
        <SubmitButton>Create and pick tools</SubmitButton>
      </ActionForm>
    </Page>
  );
}
