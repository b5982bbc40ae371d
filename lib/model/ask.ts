import "server-only";
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import { Answer } from "./answer";
import { cutOff, modelFailureOf } from "./failure";
import type { ModelAnswer, ModelMessage, ModelTool } from "./messages";
import { toPrompt } from "./prompt";
import { languageModel, makerOf, type ReadyModel } from "./provider";
import { tokensIn } from "./tokens";

/**
 * Asks a model once and gives its whole answer: one request, no retry, no tool run. What it says is passed to
 * `onText` as it says it. Rejects with a ModelFailure, and then nothing of the answer counts.
 */
export async function askModel(question: Question): Promise<ModelAnswer> {
  const { model, signal } = question;
  const answer = new Answer(question.onText);
  try {
    signal.throwIfAborted();
    const { stream } = await languageModel(model).doStream(requestOf(question));
    for await (const part of stream) {
      if (part.type === "error") throw part.error;
      answer.take(part);
    }
  } catch (error) {
    throw modelFailureOf(error, model, signal);
  }

  const { end } = answer;
  const finish = end === null ? null : finishOf(end.finishReason.unified, answer.calls.length > 0);
  if (end === null || finish === null) throw cutOff(model);
  return {
    text: answer.text,
    calls: finish === "calls" ? answer.calls : [],
    memo: answer.memoBy(makerOf(model)),
    usage: usageOf(end, question, answer.text),
    finish,
  };
}

export type Question = {
  model: ReadyModel;
  /** What the model is there for; the system prompt. */
  instructions: string;
  messages: readonly ModelMessage[];
  tools: readonly ModelTool[];
  outputTokensMax: number;
  signal: AbortSignal;
  onText: (delta: string) => void;
};

function requestOf(question: Question): LanguageModelV4CallOptions {
  const { model, instructions, messages, tools, outputTokensMax, signal } = question;
  return {
    prompt: toPrompt(instructions, messages, makerOf(model)),
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      name,
      description,
      inputSchema,
    })),
    maxOutputTokens: outputTokensMax,
    abortSignal: signal,
    providerOptions: {
      // Each step repeats all before it, which costs a tenth when it is cached.
      anthropic: { cacheControl: { type: "ephemeral" } },
      // A conversation may hold what tools returned; it is kept here and not also there.
      openai: { store: false },
    },
  };
}

/** Null for an answer that came to no end. Some servers call every end `stop`, so a call decides over it. */
function finishOf(
  reason: LanguageModelV4FinishReason["unified"],
  hasCalls: boolean,
): ModelAnswer["finish"] | null {
  if (reason === "interrupted" || reason === "error") return null;
  if (reason === "length") return "length";
  if (reason === "content-filter") return "refused";
  return hasCalls ? "calls" : "stop";
}

/** Where a server does not count, an estimate stands in, so that a limit on tokens still ends something. */
function usageOf({ usage }: End, { instructions, messages, tools }: Question, text: string) {
  const asked = () =>
    tokensIn(instructions) + tokensIn(JSON.stringify(messages)) + tokensIn(JSON.stringify(tools));
  return {
    inputTokens: usage.inputTokens.total ?? asked(),
    outputTokens: usage.outputTokens.total ?? tokensIn(text),
  };
}

type End = Extract<LanguageModelV4StreamPart, { type: "finish" }>;
