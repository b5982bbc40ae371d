import "server-only";
import { randomUUID } from "node:crypto";
import { openHeaders } from "@/lib/connections/secrets";
import { Failure } from "@/lib/errors";
import { mcpFailureIn } from "@/lib/mcp/failure";
import { closeSession } from "@/lib/mcp/sessions";
import { listTools, type ToolListing } from "@/lib/mcp/tools";
import { registerSecret } from "@/lib/secrets/redact";
import { type Credential, staticHeaders } from "./credential";
import type { Target } from "./target";
import { unchanging, withCredential } from "./upstream";

/** Lists the server's tools with a credential that is not stored yet. Throws `invalid` when the server refuses it. */
export async function tryCredential(target: Target, credential: Credential): Promise<ToolListing> {
  // It is not stored yet, but what the server says of it may end up in front of somebody.
  registerSecret(JSON.stringify(credential));
  const headers = headersOf(target, credential);
  const key = `attempt:${randomUUID()}`;
  try {
    return await listTools({
      key,
      url: new URL(target.url),
      era: null,
      fetch: withCredential(new URL(target.url).origin, unchanging(headers)),
    });
  } catch (error) {
    const failure = mcpFailureIn(error);
    if (failure?.kind === "unauthorized" || failure?.kind === "forbidden")
      throw refused(target, credential, failure);
    if (error instanceof Failure) {
      throw new Failure("upstream", `${target.name} could not be tried: ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    await closeSession(key);
  }
}

function headersOf(target: Target, credential: Credential): Record<string, string> {
  if (credential.kind === "oauth") return { Authorization: `Bearer ${credential.tokens.accessToken}` };
  return { ...openHeaders(target), ...staticHeaders(target.settings, credential) };
}

function refused(target: Target, { kind }: Credential, cause: Error): Failure {
  const what = { key: "this key", headers: "these values", oauth: "the sign-in its provider just granted" }[
    kind
  ];
  // Which of several values is wrong only the server knows, so the sentence stands at the first.
  const field = { key: "key", headers: "values.0.value", oauth: undefined }[kind];
  return new Failure("invalid", `${target.name} refused ${what}.`, { cause, ...(field && { field }) });
}
