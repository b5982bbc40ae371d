import { Download } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunBadge } from "@/components/runs/run-badge";
import { RunWatcher } from "@/components/runs/run-watcher";
import { Transcript } from "@/components/runs/transcript";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Page, PageHeader } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import { allows } from "@/lib/access/policy";
import { routes } from "@/lib/routes";
import { findRun, listRunApprovals, readTranscript } from "@/lib/runs/queries";
import type { RunView } from "@/lib/runs/schema";
import { type RunState, reduce } from "@/lib/runs/state";
import { requireActor } from "@/lib/session/current";
import { decideApprovalAction, stopRunAction } from "../actions";
import { RunFacts } from "./run-facts";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  const actor = await requireActor();
  const { runId } = await params;
  const [run, transcript, approvals] = await Promise.all([
    findRun(actor, runId),
    readTranscript(actor, runId, 0),
    listRunApprovals(actor, runId),
  ]);
  if (!run || !transcript) notFound();
  const state = reduce(transcript.events);
  const mayStop = !state.end && (run.own || allows(actor.role, "runs.stopAny"));
  return (
    <Page width="reading">
      <PageHeader
        title={run.assignment}
        sentence={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <RunBadge status={run.status} />
            <span>
              As {run.own ? "you" : run.person}, <Time at={run.createdAt} />
            </span>
          </span>
        }
        crumbs={[{ label: "Runs", href: routes.runs }]}
        action={
          <>
            <a href={routes.runTranscript(run.id)} download className={buttonClass("quiet")}>
              <Download aria-hidden />
              Download
            </a>
            {mayStop && <StopRun run={run} />}
          </>
        }
      />
      <RunFacts state={state} />
      <Transcript state={state} approvals={approvals} decide={decideApprovalAction} />
      {!state.end && <RunWatcher source={routes.runEvents(run.id)} from={transcript.events.length} />}
      <Outcome state={state} />
    </Page>
  );
}

function StopRun({ run }: { run: RunView }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Stop</Button>}
      title="Stop this run?"
      losses="What it has done stays done. A call under way is cut off; it may have happened."
      verb="Stop run"
      action={stopRunAction}
      fields={{ runId: run.id }}
    />
  );
}

/** Said once, for who listens to the page rather than sees it. */
function Outcome({ state }: { state: RunState }) {
  return (
    <p role="status" className="sr-only">
      {state.end ? `The run ended: ${state.end.outcome}.` : ""}
    </p>
  );
}
