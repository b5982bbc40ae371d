import "server-only";
import { askModel } from "./ask";
import { isModelFailure } from "./failure";
import type { ReadyModel } from "./provider";
import type { Trial } from "./schema";
import { whoseModel } from "./sentences";

/** Asks a model for one small call of a tool, which is all that a run needs of it. Never rejects for the model's sake. */
export async function tryModel(model: ReadyModel): Promise<Trial> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
  try {
    const { calls } = await askModel({ model, ...TRIAL, signal, onText: () => {} });
    if (calls.length > 0) return { kind: "works", durationMs: Math.round(performance.now() - startedAt) };
    const sentence = `${whoseModel(model)} answered, but ${model.model} did not call the tool it was asked to call. Runs need a model that calls tools.`;
    return { kind: "no-tools", sentence };
  } catch (error) {
    if (!isModelFailure(error)) throw error;
    const sentence = error.kind === "aborted" ? late(model) : error.message;
    return { kind: "failed", sentence };
  }
}

const TRIAL_TIMEOUT_MS = 60_000;

/** Room enough for a model that thinks before it calls. */
const TRIAL = {
  instructions: "You are being tried out. Do exactly what you are asked.",
  messages: [{ role: "user" as const, text: "Call the tool report_ready once, with ready set to true." }],
  tools: [
    {
      name: "report_ready",
      description: "Reports that you can call tools.",
      inputSchema: {
        type: "object",
        properties: { ready: { type: "boolean", description: "Always true." } },
        required: ["ready"],
      },
    },
  ],
  outputTokensMax: 2_000,
};

function late(model: ReadyModel): string {
  return `${whoseModel(model)} did not answer within a minute. Try again: a model that was not loaded may be by now.`;
}
