import "server-only";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { type GuardedFetch, type Limits, streamLimits } from "@/lib/egress/fetch";
import { registerSecret } from "@/lib/secrets/redact";
import type { ModelChoice } from "./schema";

/**
 * A model with everything it takes to ask it. `key` is open: it is handed on to the provider and stored nowhere.
 * `fetch` is the guarded door.
 */
export type ReadyModel = ModelChoice & { key: string | null; version: number; fetch: GuardedFetch };

/** The provider's client. Whatever it could look for in the environment is given, so it looks for nothing there. */
export function languageModel(model: ReadyModel): LanguageModelV4 {
  const apiKey = model.key ?? "";
  // It may not be stored yet, and what the provider says of it ends up in front of somebody.
  registerSecret(apiKey);
  const fetch: typeof globalThis.fetch = (input, init) =>
    model.fetch(input, { ...init, limits: modelLimits });
  switch (model.provider) {
    case "anthropic":
      return createAnthropic({ baseURL: ANTHROPIC_URL, apiKey, fetch })(model.model);
    case "openai":
      return createOpenAI({ baseURL: OPENAI_URL, apiKey, fetch })(model.model);
    case "compatible":
      return createOpenAICompatible({
        name: "compatible",
        baseURL: model.baseUrl,
        apiKey,
        fetch,
        includeUsage: true,
      })(model.model);
  }
}

/** The one that made an answer, as far as what only it can read is concerned. */
export function makerOf({ provider, model, version }: ReadyModel): string {
  return `${provider} ${model} ${version}`;
}

const ANTHROPIC_URL = "https://api.anthropic.com/v1";
const OPENAI_URL = "https://api.openai.com/v1";

/** A model on a machine of one's own may be loaded first, and one that thinks is silent meanwhile. */
const modelLimits: Limits = {
  ...streamLimits,
  headersTimeoutMs: 120_000,
  idleTimeoutMs: 120_000,
  totalTimeoutMs: 900_000,
};
