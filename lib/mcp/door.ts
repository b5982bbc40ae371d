import "server-only";
import type { FetchLike } from "@modelcontextprotocol/client";
import { streamLimits } from "@/lib/egress/fetch";
import { McpFailure, serverWords } from "./failure";
import { isJsonObject, type Upstream } from "./upstream";

/**
 * The fetch that one exchange's transport is given. It keeps what the SDK drops
 * (the challenge of a 401, the status behind an answer) and declines the
 * standing event stream unless somebody is there to read it.
 */
export function openDoor(
  upstream: Upstream,
  timeoutMs: number,
  standing: "declined" | "read" = "declined",
): Door {
  const door: Door = {
    status: 0,
    isStream: false,
    fetch: async (url, init) => {
      if (standing === "declined" && opensStandingStream(init)) return new Response(null, { status: 405 });

      const response = await upstream.fetch(url, { ...init, limits: limitsFor(timeoutMs) });
      // Replies to the server's own requests are posted as well, later.
      if (init?.method === "POST" && door.status === 0) {
        door.status = response.status;
        door.isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
      }
      await refuseUnauthorized(response);
      refuseSilence(response, init);
      return response;
    },
  };
  return door;
}

export type Door = { fetch: FetchLike; status: number; isStream: boolean };

/** A GET that resumes nothing asks for the stream of unrelated messages (2025-11-25, Transports: 405 declines it). */
function opensStandingStream(init: RequestInit | undefined): boolean {
  return init?.method === "GET" && !new Headers(init.headers).has("last-event-id");
}

/** The caller's clock ends an exchange; the guard's clocks are set behind it and its byte cap stays. */
function limitsFor(timeoutMs: number) {
  const behindMs = timeoutMs + 5_000;
  return { ...streamLimits, headersTimeoutMs: behindMs, idleTimeoutMs: behindMs, totalTimeoutMs: null };
}

/** A request was accepted and will not be answered: whatever this is, the SDK would wait for it in vain. */
function refuseSilence(response: Response, init: RequestInit | undefined): void {
  const isEmpty = response.status === 202 || response.status === 204;
  if (!isEmpty || typeof init?.body !== "string") return;
  const message: unknown = JSON.parse(init.body);
  if (!isJsonObject(message) || !("id" in message && "method" in message)) return;
  throw new McpFailure("not-mcp", "The server accepted the request and gave no answer.", {
    status: response.status,
  });
}

async function refuseUnauthorized(response: Response): Promise<void> {
  if (response.status !== 401 && response.status !== 403) return;

  const challenge = response.headers.get("www-authenticate");
  await response.body?.cancel();
  const detail = {
    status: response.status,
    challenge,
    cause: new Error(`HTTP ${response.status}: ${serverWords(challenge ?? "no challenge", 200)}`),
  };
  if (response.status === 401) {
    throw new McpFailure("unauthorized", "The server did not accept the sign-in (HTTP 401).", detail);
  }
  throw new McpFailure("forbidden", "The server does not allow this with this sign-in (HTTP 403).", detail);
}
