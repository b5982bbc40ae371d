import "server-only";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { type Door, openDoor } from "./door";
import { McpFailure } from "./failure";
import type { Session } from "./handshake";
import { type Agreement, rpcFailure, translateError } from "./translate";
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
  const door = openDoor(upstream, ask.timeoutMs);
  const line = openLine(upstream, session, door);
  const answer = Promise.withResolvers<JsonObject>();
  const agreement = ask.mayHeal ? session : null;

  const stop = () => answer.reject(ask.signal.reason);
  ask.signal.addEventListener("abort", stop, { once: true });
  const pending: Pending = { id, ask, line, door, answer, agreement, asked: 0 };
  line.onmessage = (message) => dispatch(message, pending);
  let ended = false;
  const onRequestStreamEnd = () => {
    ended = true;
    answer.reject(cutOff());
  };

  try {
    await line.start();
    line
      .send(messageOf(session, id, ask), { onRequestStreamEnd, headers: ask.headers ?? {} })
      .then(() => door.isStream || answer.reject(unanswered(door.status)))
      .catch((error: unknown) => answer.reject(translateError(error, agreement)));
    const result = await answer.promise;
    if (door.isStream && !ended) lingerThenClose(line);
    return result;
  } catch (error) {
    await line.close();
    if (ask.signal.aborted && session.era === "2025") void sendCancellation(upstream, session, id);
    throw error;
  } finally {
    ask.signal.removeEventListener("abort", stop);
  }
}

export type Ask = {
  method: string;
  params: JsonObject;
  headers?: Record<string, string>;
  /** How long the caller is prepared to wait; `signal` carries it out. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Whether a forgotten session or a wrong era is told apart, because the caller will try again. */
  mayHeal: boolean;
  onProgress?: ((progress: Progress) => void) | undefined;
};

export type Progress = { progress: number; total?: number; message?: string };

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

function messageOf(session: Session, id: number, ask: Ask): JSONRPCMessage {
  const meta: JsonObject = ask.onProgress ? { progressToken: id } : {};
  if (session.era === "2026") {
    meta[PROTOCOL_VERSION_META_KEY] = session.protocolVersion;
    meta[CLIENT_INFO_META_KEY] = clientIdentity;
    meta[CLIENT_CAPABILITIES_META_KEY] = {};
  }
  const params = Object.keys(meta).length > 0 ? { ...ask.params, _meta: meta } : ask.params;
  return { jsonrpc: "2.0", id, method: ask.method, params };
}

type Pending = {
  id: number;
  ask: Ask;
  line: Line;
  door: Door;
  answer: PromiseWithResolvers<JsonObject>;
  agreement: Agreement;
  /** How many requests of its own the server has sent instead of the answer. */
  asked: number;
};

/** Each is answered with a request of ours, so a server may not have as many as it likes. */
const REQUESTS_MAX = 20;

function askedTooMuch(): McpFailure {
  return new McpFailure("protocol", "The server kept asking instead of answering.");
}

function dispatch(message: JSONRPCMessage, pending: Pending): void {
  const { id, ask, answer, door } = pending;
  if (isJSONRPCResultResponse(message)) {
    if (message.id === id) answer.resolve(message.result);
    return;
  }
  if (isJSONRPCErrorResponse(message)) {
    // An error without an id is about the only request there is on this line.
    if (message.id !== id && message.id !== undefined) return;
    answer.reject(rpcFailure(message.error, door.status, pending.agreement));
    return;
  }
  if (isJSONRPCRequest(message)) {
    pending.asked += 1;
    if (pending.asked > REQUESTS_MAX) answer.reject(askedTooMuch());
    else decline(message, pending.line);
    return;
  }
  if (isJSONRPCNotification(message) && message.method === "notifications/progress") {
    if (message.params?.progressToken === id) ask.onProgress?.(progressOf(message.params));
  }
}

/** A server may ping; everything else it could ask for was never offered. */
function decline(request: JSONRPCMessage & { id: string | number; method: string }, line: Line): void {
  const reply =
    request.method === "ping"
      ? { jsonrpc: "2.0" as const, id: request.id, result: {} }
      : {
          jsonrpc: "2.0" as const,
          id: request.id,
          error: { code: -32601, message: "Not supported by this client" },
        };
  line.send(reply).catch(() => undefined);
}

function progressOf(params: JsonObject): Progress {
  return {
    progress: typeof params.progress === "number" ? params.progress : 0,
    ...(typeof params.total === "number" ? { total: params.total } : {}),
    ...(typeof params.message === "string" ? { message: params.message } : {}),
  };
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
