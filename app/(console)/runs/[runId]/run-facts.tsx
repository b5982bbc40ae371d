import type { RunState } from "@/lib/runs/state";

/** Steps, time and tokens so far, against what the run may use. */
export function RunFacts({ state: { start, turns, usage, workedMs } }: { state: RunState }) {
  if (!start) return <p className="text-small text-ink-faint">It begins as soon as a worker is free.</p>;
  const { limits, model, offer } = start;
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-small text-ink-soft tabular-nums">
      <Fact label="Model" value={model} />
      <Fact label="Steps" value={`${turns.length} of ${limits.steps}`} />
      <Fact label="Work" value={`${clock(workedMs)} of ${limits.minutes} min`} />
      <Fact
        label="Tokens"
        value={`${tokens.toLocaleString("en")} of ${limits.tokens.toLocaleString("en")}`}
      />
      <Fact
        label="Tools"
        value={offer === "all" ? String(start.tools.length) : `${start.tools.length}, by search`}
      />
    </dl>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-faint">{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
