"use client";

import { useEffect, useRef, useState } from "react";
import type { CheckMessage, CheckStep, CheckVerdict } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";
import { linesOf } from "./lines";

/** One trial of an address, as far as it has come. `broken`: the trial itself failed, which says nothing about the server. */
export type Check =
  | { kind: "idle" }
  | { kind: "running"; url: string; steps: readonly CheckStep[] }
  | { kind: "done"; url: string; steps: readonly CheckStep[]; verdict: CheckVerdict }
  | { kind: "broken"; url: string; steps: readonly CheckStep[]; sentence: string };

/** Runs Check server, step by step. A new trial, or leaving the page, ends the one under way. */
export function useCheck(onVerdict: (verdict: CheckVerdict) => void) {
  const [check, setCheck] = useState<Check>({ kind: "idle" });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(input: { url: string; issuer: string }) {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    let steps: readonly CheckStep[] = [];
    setCheck({ kind: "running", url: input.url, steps });
    try {
      for await (const message of messages(input, controller.signal)) {
        if ("step" in message) {
          steps = [...steps, message.step];
          setCheck({ kind: "running", url: input.url, steps });
          continue;
        }
        setCheck({ kind: "done", url: input.url, steps, verdict: message.verdict });
        onVerdict(message.verdict);
        return;
      }
      setCheck({ kind: "broken", url: input.url, steps, sentence: CUT_OFF });
    } catch (error) {
      if (controller.signal.aborted) return;
      const sentence = error instanceof Refusal ? error.message : CUT_OFF;
      setCheck({ kind: "broken", url: input.url, steps, sentence });
    }
  }

  return { check, run };
}

const CUT_OFF = "The check was cut off on the way to Patchbay, not at the server. Check again.";

/** What Patchbay itself said instead of checking; a sentence for the reader. */
class Refusal extends Error {}

async function* messages(input: object, signal: AbortSignal): AsyncGenerator<CheckMessage> {
  const response = await window.fetch(routes.checkConnection, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
    signal,
  });
  if (!response.ok || response.body === null) throw new Refusal(await refusalOf(response));
  // Safe: our own route writes these lines, and nothing else does.
  for await (const line of linesOf(response.body)) yield JSON.parse(line) as CheckMessage;
}

/** A refusal of ours is problem+json (RFC 9457); what stands between us may answer anything. */
async function refusalOf(response: Response): Promise<string> {
  const problem: { detail?: unknown } | null = await response.json().catch(() => null);
  return typeof problem?.detail === "string" ? problem.detail : CUT_OFF;
}
