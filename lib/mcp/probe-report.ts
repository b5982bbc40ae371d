import "server-only";
import type { Listener } from "@/lib/egress/moments";
import type { Step } from "./probe-refusal";

/**
 * Tells the one who waits about each step as it ends. A step lasted from the end
 * of the one before it: finding and dialling the address, encrypting the
 * connection, and from then on what the server took to answer.
 */
export function startReport(url: URL, onStep: (step: ProbeStep) => void): Report {
  let endedAt = performance.now();
  let next: Connecting = "address";

  function step(
    name: Step,
    outcome: ProbeStep["outcome"],
    sentence: string,
    detail: ProbeStep["detail"] = {},
  ) {
    const now = outcome === "skipped" ? endedAt : performance.now();
    onStep({ step: name, outcome, sentence, durationMs: Math.round(now - endedAt), detail });
    endedAt = now;
  }

  function reached(place: Step) {
    if (next === "address" && place !== "address") {
      next = "tls";
      step("address", "ok", `${url.host} can be reached.`, { host: url.host });
    }
    if (next === "tls" && place !== "address" && place !== "tls") {
      next = "protocol";
      if (url.protocol === "https:") step("tls", "ok", "The connection is secure.");
      else step("tls", "skipped", UNENCRYPTED);
    }
  }

  const connection = { reached: () => reached("tls"), sending: () => reached("protocol") };
  return { step, reached, connection, underWay: () => next };
}

const UNENCRYPTED = "The connection is not encrypted; whoever runs this console allows it for this address.";

/** "protocol" stands for all that comes once there is a connection. */
type Connecting = "address" | "tls" | "protocol";

export type Report = {
  step(name: Step, outcome: ProbeStep["outcome"], sentence: string, detail?: ProbeStep["detail"]): void;
  /** Reports the steps that must have gone well for `place` to be reached at all, unless they are reported already. */
  reached(place: Step): void;
  /** Hears from the network how far the connection has come. */
  connection: Listener;
  underWay(): Connecting;
};

export type ProbeStep = {
  step: Step;
  outcome: "ok" | "failed" | "skipped";
  sentence: string;
  durationMs: number;
  detail: Record<string, string | number>;
};
