import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import type { Ask } from "./ask";
import { dispatch, type Pending } from "./dispatch";
import { type Door, openDoor } from "./door";
import { McpFailure } from "./failure";
import type { Session } from "./handshake";
import { translateError } from "./translate";
import { clientIdentity, type JsonObject, type Upstream } from "./upstream";

/**
 * One request and its answer, on a transport of its own: ending the exchange
 * ends exactly its streams, and an answer that cannot come any more is an error
 * at once. (The SDK's `Client.request` waits for its timeout in that case, leaves
 * streams of timed-out calls open, and refuses results it does not know.)
 *
 * Resolves with the result as the server sent it. Rejects with a Failure, or
 * with `signal.reason` when stopped; a 2025-era server is then told to cancel.
 */
export async function exchange(upstream: Upstream, session: Session, ask: Ask): Promise<JsonObject> {
  ask.signal.throwIfAborted();
  const id = session.nextRequestId++;
  const listens = ask.respond !== undefined && session.id !== undefined;
  const door = openDoor(
    upstream,
    ask.timeoutMs + (ask.respond ? THOUGHT_MAX_MS : 0),
    listens ? "read" : "declined",
  );
  const line = openLine(upstream, session, door);
  const answer = Promise.withResolvers<JsonObject>();
  const agreement = ask.mayHeal ? session : null;

  const stop = () => answer.reject(ask.signal.reason);
  ask.signal.addEventListener("abort", stop, { once: true });
  const pending: Pending = {
    id,
    ask,
    line,
    door,
    answer,
    isAnswered: false,
    agreement,
    asked: 0,
    last: Promise.resolve(),
  };
  line.onmessage = (message) => dispatch(message, pending);
  let ended = false;
  const onRequestStreamEnd = () => {
    ended = true;
    if (!pending.isAnswered) answer.reject(cutOff());
  };

  try {
    await line.start();
    if (listens) await openStandingStream(line);
    line
      .send(messageOf(upstream, session, id, ask), { onRequestStreamEnd, headers: ask.headers ?? {} })
      .then(() => door.isStream || pending.isAnswered || answer.reject(unanswered(door.status)))
      .catch((error: unknown) => answer.reject(translateError(error, agreement)));
    const result = await answer.promise;
    if (listens) await line.close();
    else if (door.isStream && !ended) lingerThenClose(line);
    return result;
  } catch (error) {
    await line.close();
    if (ask.signal.aborted && session.era === "2025") void sendCancellation(upstream, session, id);
    throw error;
  } finally {
    ask.signal.removeEventListener("abort", stop);
  }
}

type Line = StreamableHTTPClientTransport;

function openLine(upstream: Upstream, session: Session, door: Door): Line {
  const retries = session.era === "2025" ? RESUMPTIONS_MAX : 0;
  const line = new StreamableHTTPClientTransport(upstream.url, {
    fetch: door.fetch,
    redirectPolicy: "follow",
    ...(session.id === undefined ? {} : { sessionId: session.id }),
    reconnectionOptions: {
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 5_000,
      reconnectionDelayGrowFactor: 2,
      maxRetries: retries,
    },
  });
  line.setProtocolVersion(session.protocolVersion);
  return line;
}

/** A 2025-era stream that numbers its events may be resumed (2025-11-25, Transports); later ones may not. */
const RESUMPTIONS_MAX = 2;

/** How long a person may take over a question before the server's silence counts. */
export const THOUGHT_MAX_MS = 10 * 60_000;

/**
 * A 2025-era server may ask on a stream that belongs to no request, and many do
 * (2025-11-25, Transports). It is opened before the call, so that no question is
 * lost; a server that has none, or does not say, is not waited for.
 */
async function openStandingStream(line: Line): Promise<void> {
  // Nothing to resume: without an event's id it is the standing stream.
  await Promise.race([line.resumeStream("").catch(() => undefined), delay(STANDING_WAIT_MS)]);
}

const STANDING_WAIT_MS = 1_000;

function messageOf(upstream: Upstream, session: Session, id: number, ask: Ask): JSONRPCMessage {
  const meta: JsonObject = ask.onProgress ? { progressToken: id } : {};
  if (session.era === "2026") {
    meta[PROTOCOL_VERSION_META_KEY] = session.protocolVersion;
    meta[CLIENT_INFO_META_KEY] = clientIdentity;
    meta[CLIENT_CAPABILITIES_META_KEY] = upstream.capabilities ?? {};
  }
  const params = Object.keys(meta).length > 0 ? { ...ask.params, _meta: meta } : ask.params;
  return { jsonrpc: "2.0", id, method: ask.method, params };
}

function cutOff(): McpFailure {
  return new McpFailure("cut-off", "The server ended its answer before it was complete.");
}

function unanswered(status: number): McpFailure {
  return new McpFailure("not-mcp", "The server replied, but not to what it was asked.", { status });
}

/** Lets the stream end by itself so that its socket can be used again; a server that keeps it open is not waited for. */
function lingerThenClose(line: Line): void {
  setTimeout(() => line.close(), LINGER_MS).unref();
}

const LINGER_MS = 1_000;

/** Disconnecting is not cancelling in the 2025 era (2025-11-25, Cancellation), so the server is told. */
async function sendCancellation(upstream: Upstream, session: Session, requestId: number): Promise<void> {
  const line = openLine(upstream, session, openDoor(upstream, CANCELLATION_TIMEOUT_MS));
  await line.start();
  const timer = setTimeout(() => line.close(), CANCELLATION_TIMEOUT_MS);
  const notice = {
    method: "notifications/cancelled",
    params: { requestId, reason: "The caller stopped waiting." },
  };
  await line.send({ jsonrpc: "2.0", ...notice }).catch(() => undefined);
  clearTimeout(timer);
}

const CANCELLATION_TIMEOUT_MS = 5_000;
