import { Download, RotateCcw } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { approvalAnchor } from "@/components/runs/approval-card";
import { RunWatcher } from "@/components/runs/run-watcher";
import { StreamState } from "@/components/runs/stream-state";
import { Transcript } from "@/components/runs/transcript";
import { ButtonLink } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Page, PageHeader } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import { allows } from "@/lib/access/policy";
import { listNews } from "@/lib/notices/queries";
import { routes } from "@/lib/routes";
import { findRun, listRunApprovals, readTranscript } from "@/lib/runs/queries";
import type { PlacedEvent, RunView } from "@/lib/runs/schema";
import { type RunState, reduce } from "@/lib/runs/state";
import { requireActor } from "@/lib/session/current";
import { decideApprovalAction } from "../actions";
import { RunRail } from "./run-rail";
import { Seen } from "./seen";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  const actor = await requireActor();
  const { runId } = await params;
  const [run, transcript, approvals, news] = await Promise.all([
    findRun(actor, runId),
    readTranscript(actor, runId, 0),
    listRunApprovals(actor, runId),
    listNews(actor),
  ]);
  if (!run || !transcript) notFound();
  const { events } = transcript;
  const state = reduce(events);
  const notice = news.find(({ subjectId }) => subjectId === runId);
  const waiting = approvals.filter(({ status }) => status === "waiting");
  return (
    <Page width="reading">
      <RunHeader run={run} state={state} />
      <StreamState>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_12rem] lg:gap-10">
          <RunRail
            run={run}
            state={state}
            sinceMs={sinceStep(state, events.at(-1))}
            mayStop={!state.end && (run.own || allows(actor.role, "runs.stopAny"))}
            waiting={waiting.map(({ id }) => approvalAnchor(id))}
          />
          <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
            <Transcript run={run} state={state} waiting={waiting} decide={decideApprovalAction} />
            {!state.end && (
              <RunWatcher source={routes.runEvents(run.id)} drawn={events.length} idle={idleWords(state)} />
            )}
          </div>
        </div>
      </StreamState>
      {notice && <Seen noticeId={notice.id} />}
    </Page>
  );
}

function RunHeader({ run, state }: { run: RunView; state: RunState }) {
  return (
    <PageHeader
      title={run.assignment}
      sentence={
        <>
          {state.startedBy === "schedule" ? "By schedule, as" : "As"} {run.own ? "you" : run.person},{" "}
          <Time at={run.createdAt} />
        </>
      }
      crumbs={[{ label: "Runs", href: routes.runs }]}
      action={
        <>
          <a href={routes.runTranscript(run.id)} download className={buttonClass("secondary")}>
            <Download aria-hidden />
            Download JSON
          </a>
          {run.assignmentId !== null && (
            <ButtonLink
              href={routes.assignmentRuns(run.assignmentId)}
              variant="secondary"
              icon={state.end ? <RotateCcw aria-hidden /> : undefined}
            >
              {state.end ? "Run again" : "Open assignment"}
            </ButtonLink>
          )}
        </>
      }
    />
  );
}

/** Milliseconds the step under way has taken; null while nothing is under way. */
function sinceStep(state: RunState, last: PlacedEvent | undefined): number | null {
  const isCalling = state.turns.at(-1)?.calls.some(({ sent, answer }) => sent && !answer) ?? false;
  if (state.end || !last || !(state.isAsking || isCalling)) return null;
  return Math.max(0, Date.now() - last.at.getTime());
}

/** What happens while the model says nothing. */
function idleWords(state: RunState): string | null {
  if (state.stopAskedBy !== null) return "Stopping…";
  if (!state.start) return "It begins as soon as a worker is free.";
  return state.isAsking ? "The model is thinking…" : null;
}
