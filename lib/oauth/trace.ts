import "server-only";
import { failureIn } from "@/lib/errors";

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

/** How a step ended. */
export type Finding = Pick<TraceStep, "outcome" | "sentence" | "detail">;

/** Takes one step and reports it with the time it took. What it throws is reported as well, and thrown on. */
export async function traced<T>(
  trace: Trace | undefined,
  at: Pick<TraceStep, "step" | "host">,
  work: () => Promise<T>,
  find: (value: T) => Finding,
): Promise<T> {
  const elapsed = stopwatch();
  const report = (finding: Finding) => trace?.({ ...at, ...finding, durationMs: elapsed() });
  try {
    const value = await work();
    report(find(value));
    return value;
  } catch (error) {
    report({ outcome: "failed", sentence: failureIn(error)?.message ?? "It failed unexpectedly." });
    throw error;
  }
}

/** Starts now; each call says how many whole milliseconds have passed. */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => Math.round(performance.now() - startedAt);
}
