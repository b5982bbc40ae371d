import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ApprovalCard } from "@/components/runs/approval-card";
import { Notice } from "@/components/ui/notice";
import { Page, PageHeader } from "@/components/ui/page";
import { visible } from "@/components/ui/visible";
import { routes } from "@/lib/routes";
import { findApproval } from "@/lib/runs/queries";
import type { ApprovalView } from "@/lib/runs/schema";
import { requireActor } from "@/lib/session/current";
import { decideApprovalAction } from "../../runs/actions";

export const metadata: Metadata = { title: "Approval" };

/** Where a host sends its person when one of its calls needs their yes. */
export default async function ApprovalPage({ params }: { params: Promise<{ approvalId: string }> }) {
  const actor = await requireActor();
  const approval = await findApproval(actor, (await params).approvalId);
  if (!approval) notFound();
  if (approval.runId) redirect(routes.run(approval.runId));
  const isOpen = approval.status === "waiting" && approval.expiresAt > new Date();
  return (
    <Page width="reading">
      <PageHeader
        title="Approval"
        sentence={`A program that holds your token wants to call a tool of the assignment ${approval.assignment}.`}
        crumbs={[{ label: "Home", href: routes.home }]}
      />
      {isOpen ? (
        <ApprovalCard approval={approval} decide={decideApprovalAction} />
      ) : (
        <Answered approval={approval} />
      )}
    </Page>
  );
}

function Answered({ approval: { status, tool, connection } }: { approval: ApprovalView }) {
  const call = `${visible(tool)} of ${connection}`;
  if (status === "approved") {
    return (
      <Notice meaning="good" title={`You approved the call of ${call}.`}>
        Go back to your program. If it does not go on by itself, let it make the same call again.
      </Notice>
    );
  }
  if (status === "denied") return <Notice meaning="neutral" title={`You denied the call of ${call}.`} />;
  return (
    <Notice meaning="neutral" title={`Nobody answered in time, so the call of ${call} was not made.`}>
      Let your program make it again if you still want it.
    </Notice>
  );
}
