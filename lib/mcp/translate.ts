import "server-only";
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { egressFailureIn } from "@/lib/egress/failure";
import { type Failure, failureIn } from "@/lib/errors";
import { McpFailure, serverWords } from "./failure";
import { type Era, isJsonObject } from "./upstream";

/** What was agreed with the server when the error came: none yet during the handshake. */
export type Agreement = { era: Era; id: string | undefined } | null;

/**
 * Any error of an exchange as a Failure with a sentence. Failures that are in
 * it already (ours, or the egress guard's) are given back as they are.
 */
export function translateError(error: unknown, agreement: Agreement): Failure {
  const known = egressFailureIn(error) ?? failureIn(error);
  if (known) return known;

  const http = httpErrorIn(error);
  if (http) return httpFailure(http.status, bodyOf(http), agreement);
  if (error instanceof ProtocolError)
    return rpcFailure({ code: error.code, message: error.message, data: error.data }, 200, agreement);
  if (error instanceof SdkError) {
    // A failed probe is wrapped; what it met is in the cause.
    return error.cause instanceof Error ? translateError(error.cause, agreement) : sdkFailure(error);
  }
  if (isUnreadable(error)) return notMcp(error);
  if (isUnknownVersion(error)) {
    return new McpFailure("protocol", "The server only speaks versions of MCP that Patchbay does not know.");
  }

  return new McpFailure("cut-off", "The connection to the server broke off before it answered.", {
    cause: excerptOf(error),
  });
}

/** A JSON-RPC error, as what it means for the one who called. */
export function rpcFailure(error: RpcError, status: number, agreement: Agreement): McpFailure {
  const detail = {
    status,
    rpcCode: error.code,
    rpcData: error.data,
    cause: new Error(`JSON-RPC ${error.code}`),
  };

  if (status !== 200 && forgotSession(status, error.message, agreement)) return sessionLost(detail);
  if (isWrongEra(status, error.code, agreement)) return wrongEra(detail);
  if (error.code === MISSING_CAPABILITY || error.code === URL_ELICITATION) return needsInput(detail);

  const words = serverWords(error.message);
  const sentence = words
    ? `The server answered with an error: “${words}” (code ${error.code}).`
    : `The server answered with an error and no explanation (code ${error.code}).`;
  return new McpFailure("protocol", sentence, detail);
}

export function needsInput(detail: { cause?: unknown } = {}): McpFailure {
  return new McpFailure("protocol", "This tool asked for more input, which is not supported yet.", detail);
}

export type RpcError = { code: number; message: string; data?: unknown };

const METHOD_NOT_FOUND = -32601;
const HEADER_MISMATCH = -32020;
export const MISSING_CAPABILITY = -32021;
const UNSUPPORTED_VERSION = -32022;
const URL_ELICITATION = -32042;

function httpFailure(status: number, body: string, agreement: Agreement): McpFailure {
  const error = rpcErrorIn(body);
  if (error) return rpcFailure(error, status, agreement);

  const detail = { status, cause: new Error(`HTTP ${status}: ${serverWords(body, 200)}`) };
  if (forgotSession(status, body, agreement)) return sessionLost(detail);
  if (isWrongEra(status, null, agreement)) return wrongEra(detail);
  return new McpFailure("status", statusSentence(status), detail);
}

/** A 2025-era server may answer 404 to a session it has forgotten; several say 400 and name the session instead. */
function forgotSession(status: number, text: string, agreement: Agreement): boolean {
  if (agreement?.era !== "2025") return false;
  if (status === 404) return agreement.id !== undefined;
  return status === 400 && /session|not initialized/i.test(text);
}

/** A refusal before anything ran, by a server of the other era (2026-07-28, Versioning). */
function isWrongEra(status: number, code: number | null, agreement: Agreement): boolean {
  if (!agreement) return false;
  if (code === UNSUPPORTED_VERSION) return true;
  if (agreement.era !== "2026") return false;
  if (code === HEADER_MISMATCH || code === MISSING_CAPABILITY || code === METHOD_NOT_FOUND) return false;
  return status === 400 || status === 404 || status === 405;
}

function sessionLost(detail: { status: number; cause: Error }): McpFailure {
  return new McpFailure("session-lost", "The server lost its session with this console. Try again.", detail);
}

function wrongEra(detail: { status: number; cause: Error }): McpFailure {
  return new McpFailure(
    "wrong-era",
    "The server does not speak a version of MCP that this console speaks.",
    detail,
  );
}

function statusSentence(status: number): string {
  if (status === 404) return "The server says there is nothing at this address (HTTP 404).";
  if (status === 405) return "The server does not accept MCP requests at this address (HTTP 405).";
  if (status === 429)
    return "The server says there were too many requests (HTTP 429). Try again in a moment.";
  if (status >= 500) return `The server has a problem of its own (HTTP ${status}). Try again later.`;
  return `The server refused the request (HTTP ${status}).`;
}

function sdkFailure(error: SdkError): McpFailure {
  const detail = { cause: excerptOf(error) };
  if (error.code === SdkErrorCode.RequestTimeout) {
    return new McpFailure("timeout", "The server did not answer in time.", detail);
  }
  if (error.code === SdkErrorCode.ClientHttpUnexpectedContent || error.code === SdkErrorCode.InvalidResult) {
    return notMcp(error);
  }
  return new McpFailure("cut-off", "The connection to the server broke off before it answered.", detail);
}

function notMcp(error: unknown): McpFailure {
  return new McpFailure("not-mcp", "The server answered with something that is not MCP.", {
    cause: excerptOf(error),
  });
}

/** The SDK has no class for an `initialize` answer with a version it does not know. */
function isUnknownVersion(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Server's protocol version is not supported");
}

/** What JSON.parse and the SDK's message schema throw. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.name === "ZodError");
}

function httpErrorIn(error: unknown): SdkHttpError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof SdkHttpError) return at;
  }
  return null;
}

function bodyOf(error: SdkHttpError): string {
  const text = isJsonObject(error.data) ? error.data.text : null;
  return typeof text === "string" ? text : "";
}

function rpcErrorIn(body: string): RpcError | null {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = isJsonObject(parsed) ? parsed.error : null;
    if (!isJsonObject(error) || typeof error.code !== "number") return null;
    const message = typeof error.message === "string" ? error.message : "";
    return { code: error.code, message, data: error.data };
  } catch {
    return null;
  }
}

/** The SDK puts whole bodies into its messages; a log line gets one cleaned excerpt. */
function excerptOf(error: unknown): Error {
  return new Error(error instanceof Error ? serverWords(`${error.name}: ${error.message}`, 200) : "unknown");
}
