import "server-only";
import {
  Client,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import type { Failure } from "@/lib/errors";
import { openDoor } from "./door";
import { isMcpFailure, McpFailure } from "./failure";
import { translateError } from "./translate";
import { clientIdentity, type Era, type Upstream } from "./upstream";

/**
 * Agrees with a server on a revision and, in the 2025 era, on a session. A known
 * era skips the probe: "2025" goes straight to `initialize`, "2026" needs no
 * handshake at all and is trusted until a call is refused. A memory of "2025"
 * that proves wrong is given up here. Stops with `signal`. Throws a Failure.
 */
export async function openSession(upstream: Upstream, signal: AbortSignal): Promise<Session> {
  const greet = (mode: Mode) => connect(upstream, mode, signal);
  if (upstream.era === "2026") return assumedSession();
  if (upstream.era === "2025") return greet("legacy").catch(ifItHelps(speaksOtherEra, () => greet("auto")));
  return greet("auto").catch(ifItHelps(choked, () => greet("legacy")));
}

/** What was agreed. It holds no socket; calls borrow it one transport at a time. */
export type Session = {
  era: Era;
  protocolVersion: string;
  /** `Mcp-Session-Id`, where the server gave one. */
  id: string | undefined;
  server: { name: string; version: string } | null;
  /** Ids are not reused within a session; 0 was `initialize`. */
  nextRequestId: number;
};

/** Tells a 2025-era server that its session is no longer needed. Never throws: the server may not care. */
export async function endSession(upstream: Upstream, session: Session): Promise<void> {
  if (session.id === undefined) return;
  const door = openDoor(upstream, CLOSE_TIMEOUT_MS);
  const transport = new StreamableHTTPClientTransport(upstream.url, {
    fetch: door.fetch,
    redirectPolicy: "follow",
    sessionId: session.id,
    protocolVersion: session.protocolVersion,
  });
  await transport.start();
  const timer = setTimeout(() => transport.close(), CLOSE_TIMEOUT_MS);
  await transport.terminateSession().catch(() => undefined);
  clearTimeout(timer);
}

const HANDSHAKE_TIMEOUT_MS = 20_000;
const CLOSE_TIMEOUT_MS = 5_000;

type Mode = "auto" | "legacy";

async function connect(upstream: Upstream, mode: Mode, signal: AbortSignal): Promise<Session> {
  const door = openDoor(upstream, HANDSHAKE_TIMEOUT_MS);
  // Redirects are the egress guard's to judge; the SDK would follow some of its own accord.
  const transport = new StreamableHTTPClientTransport(upstream.url, {
    fetch: door.fetch,
    redirectPolicy: "follow",
  });
  const client = new Client(clientIdentity, {
    capabilities: upstream.capabilities ?? {},
    versionNegotiation: { mode },
    jsonSchemaValidator: uncheckedSchemas,
  });

  const stopped = stopWhen(signal, () => transport.close());
  try {
    await client.connect(transport, { timeout: HANDSHAKE_TIMEOUT_MS });
    return agreedSession(client, transport);
  } catch (error) {
    throw stopped.reason() ?? translateError(error, null);
  } finally {
    stopped.clear();
    await client.close();
  }
}

/** Stops a handshake when nobody waits for it any more or it takes too long, and remembers which. */
function stopWhen(signal: AbortSignal, close: () => Promise<void>) {
  let reason: Failure | null = null;
  const stop = (failure: Failure) => {
    reason ??= failure;
    void close();
  };
  const left = () => stop(new McpFailure("aborted", "The call was cancelled."));
  const late = () => stop(new McpFailure("timeout", "The server did not finish its greeting in time."));
  const timer = setTimeout(late, HANDSHAKE_TIMEOUT_MS);
  signal.addEventListener("abort", left, { once: true });
  return {
    reason: () => reason,
    clear() {
      clearTimeout(timer);
      signal.removeEventListener("abort", left);
    },
  };
}

/** A schema of an upstream is never compiled here: one hostile pattern would stop every tenant. */
const uncheckedSchemas: jsonSchemaValidator = {
  getValidator<T>(): JsonSchemaValidator<T> {
    // Nothing is looked at, so the claim about the type stays the caller's.
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined });
  },
};

function agreedSession(client: Client, transport: StreamableHTTPClientTransport): Session {
  const server = client.getServerVersion();
  return {
    era: client.getProtocolEra() === "modern" ? "2026" : "2025",
    protocolVersion: client.getNegotiatedProtocolVersion() ?? "",
    id: transport.sessionId,
    server: server ? { name: server.name, version: server.version } : null,
    nextRequestId: 1,
  };
}

function assumedSession(): Session {
  return { era: "2026", protocolVersion: "2026-07-28", id: undefined, server: null, nextRequestId: 1 };
}

/** Another way in, for the failures it may help with. */
function ifItHelps(applies: (failure: unknown) => boolean, retry: () => Promise<Session>) {
  return (failure: unknown) => {
    if (!applies(failure)) throw failure;
    return retry();
  };
}

/** A server that left the 2025 era refuses `initialize`; it does not time out or fail inside. */
function speaksOtherEra(failure: unknown): boolean {
  if (!isMcpFailure(failure)) return false;
  return failure.kind === "protocol" || (failure.kind === "status" && (failure.status ?? 0) < 500);
}

/** Some 2025-era servers fall over a method they do not know, or say nothing, instead of declining it. */
function choked(failure: unknown): boolean {
  if (!isMcpFailure(failure)) return false;
  return failure.kind === "not-mcp" || (failure.kind === "status" && (failure.status ?? 0) >= 500);
}
