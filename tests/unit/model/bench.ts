import type { Question } from "@/lib/model/ask";
import type { ReadyModel } from "@/lib/model/provider";
import { type ModelServer, sampleModel, startModelServer } from "../../fakes/model-server";
import { allowOrigins } from "../../support/samples";

/** A scripted model, and the module that asks it: imported late, because the operator's list is read once. */
export async function startBench() {
  const server = await startModelServer();
  allowOrigins([server.origin]);
  const { askModel } = await import("@/lib/model/ask");
  const ask = (given: Partial<Question> = {}) => askModel(question(modelOf(server), given));
  return { server, ask, model: modelOf(server) };
}

export function modelOf(server: ModelServer, changed: Partial<ReadyModel> = {}): ReadyModel {
  const model = { provider: "compatible", model: sampleModel, baseUrl: server.baseUrl } as const;
  return { ...model, key: server.key, version: 1, ...changed } as ReadyModel;
}

/** Somebody asks for the weather, and there is a tool that knows it. */
export function question(model: ReadyModel, given: Partial<Question> = {}): Question {
  return {
    model,
    instructions: "Answer in one sentence.",
    messages: [{ role: "user", text: "How is the weather in Brno?" }],
    tools: [weather],
    outputTokensMax: 500,
    signal: new AbortController().signal,
    onText: () => {},
    ...given,
  };
}

export const weather = {
  name: "weather",
  description: "The weather of a town.",
  inputSchema: { type: "object", properties: { town: { type: "string" } }, required: ["town"] },
};
