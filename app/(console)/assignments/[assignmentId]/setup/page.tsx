import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { allows } from "@/lib/access/policy";
import { listSetup } from "@/lib/assignments/queries";
import { requireActor } from "@/lib/session/current";
import { AssignmentFrame } from "../assignment-frame";
import { SetupEditor } from "./setup-editor";
import { SetupReader } from "./setup-reader";

export const metadata: Metadata = { title: "Setup" };

type SetupPageProps = { params: Promise<{ assignmentId: string }> };

export default async function SetupPage({ params }: SetupPageProps) {
  const actor = await requireActor();
  const setup = await listSetup(actor, (await params).assignmentId);
  if (!setup) notFound();
  const { assignment } = setup;
  return (
    <AssignmentFrame assignment={assignment} width={assignment.editable ? "full" : "reading"}>
      {assignment.editable ? (
        <SetupEditor setup={setup} mayReview={allows(actor.role, "connections.manage")} />
      ) : (
        <SetupReader setup={setup} />
      )}
      <SignedInToast />
    </AssignmentFrame>
  );
}
