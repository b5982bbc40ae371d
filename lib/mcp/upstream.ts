import "server-only";
import type { GuardedFetch } from "@/lib/egress/fetch";

/** The two families of MCP revisions: "2025" opens a session with `initialize`, "2026" has none. */
export type Era = "2025" | "2026";

/**
 * One credential on one server. `key` names the pair: sessions are pooled by it
 * and never shared between keys. `era` is what was learned earlier, or null; a
 * wrong memory costs a round trip and heals. `fetch` attaches the credential.
 * Without `capabilities` none is declared: the server may not ask for anything.
 */
export type Upstream = {
  key: string;
  url: URL;
  era: Era | null;
  fetch: GuardedFetch;
  capabilities?: JsonObject;
};

/** How this console introduces itself. */
export const clientIdentity = { name: "patchbay", title: "Patchbay", version: "0.1.0" };

export type JsonObject = { [member: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
