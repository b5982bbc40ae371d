import "server-only";
import type { Step } from "./probe-refusal";
import type { Watched } from "./watch";

/**
 * Tells the one who waits about each step as it ends. A step lasted from the end
 * of the one before it; address and TLS are one exchange, told apart by how it ended.
 */
export function startReport(url: URL, watched: Watched, onStep: (step: ProbeStep) => void): Report {
  let endedAt = performance.now();

  function step(
    name: Step,
    outcome: ProbeStep["outcome"],
    sentence: string,
    detail: ProbeStep["detail"] = {},
  ) {
    const now = name === "address" ? (watched.answeredAt() ?? performance.now()) : performance.now();
    onStep({ step: name, outcome, sentence, durationMs: Math.max(0, Math.round(now - endedAt)), detail });
    endedAt = Math.max(endedAt, now);
  }

  function reached(next: Step) {
    if (next === "address") return;
    step("address", "ok", `${url.host} can be reached.`, { host: url.host });
    if (next === "tls") return;
    if (url.protocol === "https:") step("tls", "ok", "The connection is secure.");
    else
      step(
        "tls",
        "skipped",
        "The connection is not encrypted; whoever runs this console allows it for this address.",
      );
  }

  return { step, reached };
}

export type Report = {
  step(name: Step, outcome: ProbeStep["outcome"], sentence: string, detail?: ProbeStep["detail"]): void;
  /** Reports the steps that must have gone well for `next` to be taken at all. */
  reached(next: Step): void;
};

export type ProbeStep = {
  step: Step;
  outcome: "ok" | "failed" | "skipped";
  sentence: string;
  durationMs: number;
  detail: Record<string, string | number>;
};
