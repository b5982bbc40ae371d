import "server-only";
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import type { Ask, Progress } from "./ask";
import type { Door } from "./door";
import { askedTooMuch, ELICIT, readQuestion } from "./questions";
import { type Agreement, rpcFailure } from "./translate";
import type { JsonObject } from "./upstream";

/** An exchange under way. */
export type Pending = {
  id: number;
  ask: Ask;
  line: Pick<StreamableHTTPClientTransport, "send">;
  door: Door;
  answer: PromiseWithResolvers<JsonObject>;
  isAnswered: boolean;
  agreement: Agreement;
  /** How many requests of its own the server has sent instead of the answer. */
  asked: number;
  /** A person is asked one thing at a time. */
  last: Promise<unknown>;
};

/** Each is answered with a request of ours, so a server may not have as many as it likes. */
const REQUESTS_MAX = 20;

/** Takes one message of the server for an exchange: its answer, its progress, or a request of its own. */
export function dispatch(message: JSONRPCMessage, pending: Pending): void {
  const { id, ask, answer, door } = pending;
  if (isJSONRPCResultResponse(message)) {
    if (message.id !== id) return;
    pending.isAnswered = true;
    answer.resolve(message.result);
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
    else serve(message, pending);
    return;
  }
  if (isJSONRPCNotification(message) && message.method === "notifications/progress") {
    if (message.params?.progressToken === id) ask.onProgress?.(progressOf(message.params));
  }
}

/** A server may ping, and ask the person of a call that has one; everything else was never offered. */
function serve(request: JSONRPCRequest, pending: Pending): void {
  const { respond, signal } = pending.ask;
  const send = (outcome: { result: JsonObject } | { error: { code: number; message: string } }) =>
    pending.line.send({ jsonrpc: "2.0", id: request.id, ...outcome }).catch(() => undefined);

  if (request.method === "ping") return void send({ result: {} });
  if (request.method !== ELICIT || !respond) {
    return void send({ error: { code: -32601, message: "Not supported by this client" } });
  }
  pending.last = pending.last
    .then(() => respond(readQuestion(request.params), signal))
    .then((result) => send({ result }))
    .catch(() => send({ error: { code: -32602, message: "This question can't be shown" } }));
}

function progressOf(params: JsonObject): Progress {
  return {
    progress: typeof params.progress === "number" ? params.progress : 0,
    ...(typeof params.total === "number" ? { total: params.total } : {}),
    ...(typeof params.message === "string" ? { message: params.message } : {}),
  };
}
