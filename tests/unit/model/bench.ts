import { createEgress, type GuardedFetch } from "@/lib/egress/fetch";
import { askModel, type Question } from "@/lib/model/ask";
import type { ReadyModel } from "@/lib/model/provider";
import type { ModelChoice } from "@/lib/model/schema";
import { type ModelServer, sampleModel, startModelServer } from "../../fakes/model-server";

/** A scripted model and a door that leads to it. */
export async function startBench() {
  const server = await startModelServer();
  const door = createEgress({ allow: [new URL(server.origin).host], dnsServers: [] });
  const model = modelOf(server, door.fetch);
  return {
    server,
    model,
    ask: (given: Partial<Question> = {}) => askModel(question(given.model ?? model, given)),
    close: () => Promise.all([server.close(), door.close()]),
  };
}

export function modelOf(
  server: ModelServer,
  fetch: GuardedFetch,
  changed: { baseUrl?: string; key?: string } = {},
): ReadyModel {
  const choice: ModelChoice = { provider: "compatible", model: sampleModel, baseUrl: server.baseUrl };
  return { ...choice, key: server.key, version: 1, fetch, ...changed };
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
