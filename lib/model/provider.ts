import "server-only";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { guardedFetch, type Limits, streamLimits } from "@/lib/egress/fetch";
import type { ModelChoice } from "./schema";

/** A model with everything it takes to ask it. `key` is open: it is handed on to the provider and stored nowhere. */
export type ReadyModel = ModelChoice & { key: string | null; version: number };

/**
 * The provider's client. It reads no environment variable, because whatever it could look for there is given,
 * and leaves through the guarded door.
 */
export function languageModel(model: ReadyModel): LanguageModelV4 {
  const key = model.key ?? "";
  switch (model.provider) {
    case "anthropic":
      return createAnthropic({ baseURL: ANTHROPIC_URL, apiKey: key, fetch: modelFetch })(model.model);
    case "openai":
      return createOpenAI({ baseURL: OPENAI_URL, apiKey: key, fetch: modelFetch })(model.model);
    case "compatible":
      return createOpenAICompatible({
        name: "compatible",
        baseURL: model.baseUrl,
        apiKey: key,
        fetch: modelFetch,
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

function modelFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return guardedFetch(input, { ...init, limits: modelLimits });
}
