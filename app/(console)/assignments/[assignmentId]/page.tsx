import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { assignmentImpact, listSetup } from "@/lib/assignments/queries";
import type { AssignmentImpact, AssignmentView } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { removeAssignmentAction } from "../actions";
import { AssignmentFrame } from "./assignment-frame";
import { Instructions } from "./instructions";
import { PickedTools } from "./picked-tools";
import { RenameDialog } from "./rename-dialog";

export const metadata: Metadata = { title: "Assignment" };

type AssignmentPageProps = { params: Promise<{ assignmentId: string }> };

export default async function AssignmentPage({ params }: AssignmentPageProps) {
  const actor = await requireActor();
  const setup = await listSetup(actor, (await params).assignmentId);
  if (!setup) notFound();
  const { assignment } = setup;
  const { id, name, version, instructions, editable } = assignment;
  const mayEdit = editable && allows(actor.role, "assignments.create");
  const impact = mayEdit ? await assignmentImpact(actor, id) : null;
  return (
    <AssignmentFrame
      assignment={assignment}
      width="reading"
      action={mayEdit && <RenameDialog assignment={{ id, name, version }} />}
    >
      <Instructions text={instructions} />
      <PickedTools
        setup={setup}
        action={<ToSetup assignment={assignment} />}
        returnTo={routes.assignment(id)}
      />
      {impact && <Removal assignment={assignment} impact={impact} />}
      <SignedInToast />
    </AssignmentFrame>
  );
}

function ToSetup({ assignment: { id, editable } }: { assignment: AssignmentView }) {
  return (
    <ButtonLink href={routes.assignmentSetup(id)} variant="secondary" icon={<Pencil aria-hidden />}>
      {editable ? "Open Setup" : "See Setup"}
    </ButtonLink>
  );
}

function Removal({ assignment, impact }: { assignment: AssignmentView; impact: AssignmentImpact }) {
  return (
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
