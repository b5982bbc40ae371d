import type { ReactNode } from "react";
import { Clock } from "@/components/runs/clock";
import { clockWords } from "@/components/runs/clock-words";
import { RunBadge } from "@/components/runs/run-badge";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { RunView } from "@/lib/runs/schema";
import type { RunState } from "@/lib/runs/state";
import { stopRunAction } from "../actions";

type RunRailProps = {
  run: RunView;
  state: RunState;
  /** Milliseconds since the step under way began; null when nothing is under way. */
  sinceMs: number | null;
  mayStop: boolean;
  /** Where the calls are that wait for the reader's answer. */
  waiting: readonly string[];
};

/** What stays in sight while one reads: beside the transcript on a wide screen, above it on a narrow one. */
export function RunRail({ run, state, sinceMs, mayStop, waiting }: RunRailProps) {
  return (
    <aside
      aria-label="This run"
      className="sticky top-13 z-5 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-canvas px-4 py-2 md:top-0 md:mx-0 md:px-0 lg:top-8 lg:order-last lg:flex-col lg:items-stretch lg:gap-4 lg:self-start lg:border-0 lg:py-0"
    >
      <div>
        <RunBadge status={run.status} />
      </div>
      <div className="ml-auto flex gap-2 lg:order-last lg:ml-0 lg:grid">
        {waiting[0] !== undefined && (
          <a href={`#${waiting[0]}`} className={buttonClass("primary")}>
            {waiting.length === 1 ? "Answer 1 call" : `Answer ${waiting.length} calls`}
          </a>
        )}
        {mayStop && <Stop runId={run.id} askedBy={state.stopAskedBy} />}
      </div>
      {state.start && <Facts state={state} start={state.start} sinceMs={sinceMs} />}
    </aside>
  );
}

type FactsProps = { state: RunState; start: NonNullable<RunState["start"]>; sinceMs: number | null };

function Facts({ state: { turns, usage, workedMs }, start: { limits }, sinceMs }: FactsProps) {
  const tokens = usage.inputTokens + usage.outputTokens;
  const ms = workedMs + (sinceMs ?? 0);
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 text-small tabular-nums lg:grid lg:gap-3">
      <Fact label="Time" of={`${limits.minutes} min`}>
        {sinceMs === null ? clockWords(ms) : <Clock key={ms} ms={ms} />}
      </Fact>
      <Fact label="Steps" of={String(limits.steps)}>
        {turns.length}
      </Fact>
      <Fact label="Tokens" of={limits.tokens.toLocaleString("en")}>
        {tokens.toLocaleString("en")}
      </Fact>
    </dl>
  );
}

/** On a narrow screen what it may use is left out; the settings and the transcript's end say it. */
function Fact({ label, of, children }: { label: string; of: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5 lg:grid lg:gap-0">
      <dt className="text-ink-faint lg:text-meta">{label}</dt>
      <dd>
        {children} <span className="text-ink-faint max-lg:hidden">of {of}</span>
      </dd>
    </div>
  );
}

function Stop({ runId, askedBy }: { runId: string; askedBy: string | null }) {
  if (askedBy !== null) return <p className="text-small text-ink-soft">Stopping…</p>;
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Stop</Button>}
      title="Stop this run?"
      losses="What it has done stays done. A call under way is cut off; it may have happened."
      verb="Stop run"
      action={stopRunAction}
      fields={{ runId }}
    />
  );
}
