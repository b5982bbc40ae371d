import { CircleCheck } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import { numbered } from "@/components/ui/numbered";
import { Prose } from "@/components/ui/prose";
import { Time } from "@/components/ui/time";
import { visible } from "@/components/ui/visible";
import type { FormAction } from "@/lib/forms/state";
import type { ApprovalView, RunTool, RunView } from "@/lib/runs/schema";
import type { RunState, Turn } from "@/lib/runs/state";
import { ApprovalCard, approvalAnchor } from "./approval-card";
import { CallCard } from "./call-card";
import { RunGiven } from "./run-given";

type TranscriptProps = {
  run: RunView;
  state: RunState;
  /** Those that are the reader's to answer now. */
  waiting: readonly ApprovalView[];
  decide: FormAction;
};

/** A run as it reads: what it was given, what the model said, what it called, what people answered. */
export function Transcript({ run, state, waiting, decide }: TranscriptProps) {
  const { message, start, turns, lastFailure, end } = state;
  const context: TurnContext = {
    tools: new Map(
      start?.tools.flatMap((tool) => [[tool.toolId, tool] as const, [tool.name, tool] as const]),
    ),
    waiting: new Map(waiting.map((approval) => [approval.id, approval])),
    person: run.person,
    decide,
  };
  return (
    <div role="log" aria-label="Transcript" className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {start && <RunGiven start={start} />}
      {message !== "" && <Message from={run.person} text={message} />}
      {turns.length > 0 && (
        <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {numbered(turns).map(({ key, item: turn }) => (
            <li
              key={key}
              id={`step-${key + 1}`}
              className="grid grid-cols-[minmax(0,1fr)] gap-3 has-data-words:not-first:mt-3"
            >
              <TurnView turn={turn} context={context} />
            </li>
          ))}
        </ol>
      )}
      {lastFailure !== null && !end && (
        <Notice meaning="waiting" title="The model did not answer. It is asked again.">
          {lastFailure}
        </Notice>
      )}
      {end && <Ending end={end} />}
    </div>
  );
}

function Message({ from, text }: { from: string; text: string }) {
  return (
    <figure className="grid max-w-prose gap-1 rounded-card bg-sunken px-4 py-3">
      <figcaption className="text-meta text-ink-soft">{from}</figcaption>
      <blockquote className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visible(text)}</blockquote>
    </figure>
  );
}

type TurnContext = {
  /** By their ids, and by the names the model calls them by. */
  tools: ReadonlyMap<string, RunTool>;
  waiting: ReadonlyMap<string, ApprovalView>;
  person: string;
  decide: FormAction;
};

function TurnView({ turn: { text, calls }, context }: { turn: Turn; context: TurnContext }) {
  return (
    <>
      {text.trim() !== "" && (
        <div data-words>
          <Prose text={text} />
        </div>
      )}
      {calls.map((call) => {
        const approval = call.approval && context.waiting.get(call.approval.id);
        return approval ? (
          <div key={call.id} id={approvalAnchor(approval.id)} className="scroll-mt-32 lg:scroll-mt-8">
            <ApprovalCard approval={approval} decide={context.decide} />
          </div>
        ) : (
          <CallCard
            key={call.id}
            call={call}
            tool={context.tools.get(call.toolId ?? call.call.name) ?? null}
            person={context.person}
          />
        );
      })}
    </>
  );
}

function Ending({ end: { outcome, sentence, at } }: { end: NonNullable<RunState["end"]> }) {
  if (outcome === "finished") {
    return (
      <p className="flex items-center gap-2 text-small text-good">
        <CircleCheck aria-hidden className="size-4 shrink-0" />
        <span>
          Finished <Time at={at} />
        </span>
      </p>
    );
  }
  const meaning = outcome === "failed" ? "broken" : "neutral";
  return <Notice meaning={meaning} title={sentence ?? "It was ended."} />;
}
