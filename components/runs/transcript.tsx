import { Notice } from "@/components/ui/notice";
import { Prose } from "@/components/ui/prose";
import type { FormAction } from "@/lib/forms/state";
import type { ApprovalView, RunTool } from "@/lib/runs/schema";
import type { RunState, Turn } from "@/lib/runs/state";
import { ApprovalCard } from "./approval-card";
import { CallCard } from "./call-card";

type TranscriptProps = {
  state: RunState;
  /** Those that are the reader's to answer. */
  approvals: readonly ApprovalView[];
  decide: FormAction;
};

/** A run as it reads: what the model said, what it called, what people answered. */
export function Transcript({ state, approvals, decide }: TranscriptProps) {
  const tools = new Map(state.start?.tools.map((tool) => [tool.toolId, tool]));
  const waiting = new Map(approvals.filter(({ status }) => status === "waiting").map((one) => [one.id, one]));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {state.message !== "" && (
        <blockquote className="max-w-prose rounded-card bg-sunken px-4 py-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {state.message}
        </blockquote>
      )}
      {numbered(state.turns).map(({ key, turn }) => (
        <TurnView key={key} turn={turn} tools={tools} waiting={waiting} decide={decide} />
      ))}
      {state.lastFailure !== null && !state.end && (
        <Notice meaning="waiting" title="The model did not answer; it is asked again.">
          {state.lastFailure}
        </Notice>
      )}
      {state.end?.sentence && (
        <Notice meaning={state.end.outcome === "failed" ? "broken" : "neutral"} title={state.end.sentence} />
      )}
    </div>
  );
}

type TurnProps = {
  turn: Turn;
  tools: ReadonlyMap<string, RunTool>;
  waiting: ReadonlyMap<string, ApprovalView>;
  decide: FormAction;
};

function TurnView({ turn: { text, calls }, tools, waiting, decide }: TurnProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {text.trim() !== "" && <Prose text={text} />}
      {calls.map((call) => {
        const approval = call.approval && waiting.get(call.approval.id);
        if (approval) return <ApprovalCard key={call.id} approval={approval} decide={decide} />;
        return (
          <CallCard
            key={call.id}
            call={call}
            tool={(call.toolId !== null && tools.get(call.toolId)) || null}
          />
        );
      })}
    </div>
  );
}

/** Turns only ever grow at the end, so a turn's place is who it is. */
function numbered(turns: readonly Turn[]) {
  return turns.map((turn, key) => ({ key, turn }));
}
