import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Instructions } from "@/components/assignments/instructions";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { assignmentImpact, findAssignment } from "@/lib/assignments/queries";
import type { AssignmentImpact, AssignmentView } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { removeAssignmentAction, renameAssignmentAction } from "../actions";
import { AssignmentFrame } from "./assignment-frame";

export const metadata: Metadata = { title: "Assignment" };

type AssignmentPageProps = { params: Promise<{ assignmentId: string }> };

export default async function AssignmentPage({ params }: AssignmentPageProps) {
  const actor = await requireActor();
  const assignment = await findAssignment(actor, (await params).assignmentId);
  if (!assignment) notFound();
  const setup = (
    <ButtonLink
      href={routes.assignmentSetup(assignment.id)}
      variant="secondary"
      icon={<Pencil aria-hidden />}
    >
      {assignment.editable ? "Open Setup" : "See Setup"}
    </ButtonLink>
  );
  const impact =
    assignment.editable && allows(actor.role, "assignments.create")
      ? await assignmentImpact(actor, assignment.id)
      : null;
  return (
    <AssignmentFrame assignment={assignment} width="reading">
      <Section title="Instructions" action={setup}>
        <Card>
          {assignment.instructions ? (
            <Instructions text={assignment.instructions} />
          ) : (
            <p className="text-ink-faint">No instructions yet.</p>
          )}
        </Card>
      </Section>
      {impact && <EditSections assignment={assignment} impact={impact} />}
    </AssignmentFrame>
  );
}

function EditSections({ assignment, impact }: { assignment: AssignmentView; impact: AssignmentImpact }) {
  return (
    <>
      <Section title="Name">
        <ActionForm action={renameAssignmentAction}>
          <HiddenField name="assignmentId" value={assignment.id} />
          <HiddenField name="version" value={String(assignment.version)} />
          <TextField name="name" label="Name" defaultValue={assignment.name} maxLength={80} required />
          <SubmitButton variant="secondary">Rename</SubmitButton>
        </ActionForm>
      </Section>
      <Section title="Remove" sentence="Its endpoint stops answering at once.">
        <div>
          <ConfirmDialog
            trigger={<Button variant="danger">Remove assignment</Button>}
            title={`Remove ${assignment.name}?`}
            losses={<Losses impact={impact} />}
            verb="Remove assignment"
            action={removeAssignmentAction}
            fields={{ assignmentId: assignment.id }}
          />
        </div>
      </Section>
    </>
  );
}

function Losses({ impact: { tokens } }: { impact: AssignmentImpact }) {
  if (tokens.length === 0)
    return "Its instructions and picks are lost. Nobody holds a token for its endpoint.";
  return (
    <>
      Its instructions and picks are lost, and{" "}
      {tokens.length === 1 ? "this token stops" : "these tokens stop"} working:
      <ul className="mt-2 list-disc pl-5">
        {tokens.map((token) => (
          <li key={`${token.member} ${token.name}`}>
            {token.name} ({token.member})
          </li>
        ))}
      </ul>
    </>
  );
}
