import "server-only";

/** One line of what an admin reads while a server is checked. Never holds a token, a secret or an upstream body. */
export type TraceStep = {
  step: string;
  host: string;
  outcome: "ok" | "skipped" | "failed";
  sentence: string;
  durationMs: number;
  detail?: Record<string, string | number>;
};

export type Trace = (step: TraceStep) => void;

/** Starts now; each call says how many whole milliseconds have passed. */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => Math.round(performance.now() - startedAt);
}
