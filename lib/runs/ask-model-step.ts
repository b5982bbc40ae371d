import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { askModel } from "@/lib/model/ask";
import { isModelFailure, type ModelFailureKind } from "@/lib/model/failure";
import type { ModelAnswer } from "@/lib/model/messages";
import type { ReadyModel } from "@/lib/model/provider";
import { showSaying } from "./claim";
import { instructionsFor, messagesOf } from "./conversation";
import type { Desk } from "./desk";
import { endRun } from "./end";
import { record } from "./record";
import type { RunState } from "./state";

const OUTPUT_TOKENS_MAX = 8_000;

/** Asks the model what to do next. A failure that may pass is noted and tried again; the state counts how often. */
export async function askModelStep(desk: Desk, state: RunState): Promise<void> {
  const { held, permit, model } = desk;
  if (!model) return endRun(desk, { outcome: "failed", sentence: NO_MODEL });
  await record(permit, held, { name: "model.asked" });
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await ask(desk, model, state);
    await record(permit, held, { name: "model.said", ...answer, durationMs: since() });
  } catch (error) {
    // Stopped, or another process's by now: the events say which.
    if (desk.signal.aborted) return;
    if (!isModelFailure(error)) throw error;
    if (!PASSING.has(error.kind)) return endRun(desk, { outcome: "failed", sentence: error.message });
    await record(permit, held, { name: "model.failed", sentence: error.message, durationMs: since() });
    await pause(error.retryAfterMs ?? RETRY_MS * 2 ** state.failures, desk.signal);
  }
}

const NO_MODEL = "The model was removed in Settings while the run was under way.";

/** What may be better in a moment. */
const PASSING: ReadonlySet<ModelFailureKind> = new Set([
  "rate-limited",
  "overloaded",
  "unreachable",
  "bad-answer",
]);

const RETRY_MS = 1_000;
const RETRY_MAX_MS = 60_000;

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(ms, RETRY_MAX_MS), undefined, { signal }).catch(() => {});
}

async function ask(
  { held, run, actor, tools, signal }: Desk,
  model: ReadyModel,
  state: RunState,
): Promise<ModelAnswer> {
  const saying = liveWords((text) => showSaying(held, text));
  try {
    return await askModel({
      model,
      instructions: instructionsFor(state, run.assignmentName, actor.name),
      messages: messagesOf(state),
      tools: tools.definitions,
      outputTokensMax: OUTPUT_TOKENS_MAX,
      signal,
      onText: saying.add,
    });
  } finally {
    await saying.end();
  }
}

const SHOW_EVERY_MS = 200;

type LiveWords = { add: (delta: string) => void; end: () => Promise<void> };

/** Passes on what was said so far, a few times a second, one write at a time. */
function liveWords(show: (text: string) => Promise<void>): LiveWords {
  let text = "";
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const write = () => {
    writing = show(text)
      .catch(() => {})
      .finally(() => {
        timer = undefined;
      });
  };
  return {
    add: (delta) => {
      text += delta;
      timer ??= setTimeout(write, SHOW_EVERY_MS);
    },
    end: async () => {
      clearTimeout(timer);
      await writing;
    },
  };
}
