import type { ModelChoice, Provider } from "./schema";

/** How each provider is called, and what choosing it means. */
export const providerWords: Record<Provider, { label: string; does: string }> = {
  anthropic: { label: "Anthropic", does: "Claude models, at api.anthropic.com" },
  openai: { label: "OpenAI", does: "GPT models, at api.openai.com" },
  compatible: {
    label: "OpenAI-compatible",
    does: "Ollama, vLLM, a company gateway: any server that speaks OpenAI's chat completions",
  },
};

/** Who answers, as a sentence begins: the provider's name, or the host of a compatible server. */
export function whoseModel(choice: ModelChoice): string {
  return choice.provider === "compatible"
    ? new URL(choice.baseUrl).host
    : providerWords[choice.provider].label;
}
