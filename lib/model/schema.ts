import { checkServerUrl } from "@/lib/egress/schema";

export const providers = ["anthropic", "openai", "compatible"] as const;
export type Provider = (typeof providers)[number];

/** What an admin asks for. A null key keeps the stored one, while it would go to the same place. */
export type ModelInput = ModelChoice & {
  version: number;
  key: string | null;
  /** Save it even if the trial fails. */
  anyway: boolean;
};

/** Whose model, which one and, for a compatible server, where. */
export type ModelChoice =
  | { provider: "anthropic" | "openai"; model: string; baseUrl: null }
  | { provider: "compatible"; model: string; baseUrl: string };

/** The workspace's model as the console shows it. No field of it can hold the key. */
export type ModelView = ModelChoice & { hasKey: boolean; version: number; savedAt: Date };

/**
 * What a trial came to. `no-tools`: it answered, but did not call the tool it was asked to call, so runs may
 * get nowhere with it.
 */
export type Trial = { kind: "works"; durationMs: number } | { kind: "no-tools" | "failed"; sentence: string };

/** The address that paths such as `/chat/completions` are put behind, in one canonical form without a slash at its end. */
export function readBaseUrl(raw: string, allow: readonly string[]): BaseUrl {
  const verdict = checkServerUrl(raw, allow);
  if (!verdict.ok) return { ok: false, sentence: verdict.sentence };
  const url = new URL(verdict.url);
  if (url.search !== "") {
    return { ok: false, sentence: "Leave out the ? and what follows it. Paths are added to this address." };
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  return { ok: true, url: `${url.origin}${path}` };
}

type BaseUrl = { ok: true; url: string } | { ok: false; sentence: string };
