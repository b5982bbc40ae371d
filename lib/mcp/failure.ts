import "server-only";
import { Failure } from "@/lib/errors";
import { redact } from "@/lib/secrets/redact";

export type McpFailureKind =
  /** 401, with the challenge when the server sent one. */
  | "unauthorized"
  /** 403, with the challenge when the server sent one. */
  | "forbidden"
  | "not-mcp"
  | "timeout"
  | "aborted"
  /** An HTTP status that means no and says nothing more. */
  | "status"
  /** A JSON-RPC error: the server understood and declined. */
  | "protocol"
  /** The connection ended before the answer; the server may have run the call. */
  | "cut-off"
  /** The server does not know the session; it did not run the call. */
  | "session-lost"
  /** The server does not speak the agreed revision; it did not run the call. */
  | "wrong-era";

/**
 * What a server did instead of answering. The message is a sentence of ours;
 * where it repeats the server, it says so and shows one cleaned line. Bodies
 * never reach it: `cause` keeps a status and a cleaned excerpt for the log.
 */
export class McpFailure extends Failure {
  readonly status: number | undefined;
  readonly challenge: string | null;
  /** The JSON-RPC error code, when there was one. */
  readonly rpcCode: number | undefined;
  /** What came with that code. Written by the server: read it as anything. */
  readonly rpcData: unknown;

  constructor(
    readonly kind: McpFailureKind,
    sentence: string,
    detail: McpFailureDetail = {},
  ) {
    super("upstream", sentence, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.status = detail.status;
    this.challenge = detail.challenge ?? null;
    this.rpcCode = detail.rpcCode;
    this.rpcData = detail.rpcData;
    this.name = "McpFailure";
  }
}

export type McpFailureDetail = {
  status?: number | undefined;
  challenge?: string | null;
  rpcCode?: number | undefined;
  rpcData?: unknown;
  cause?: unknown;
};

/** The McpFailure in an error or in what caused it: the SDK wraps what a transport throws. */
export function mcpFailureIn(error: unknown): McpFailure | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (isMcpFailure(at)) return at;
  }
  return null;
}

/** By name, because a bundler may load the class more than once in one process. */
export function isMcpFailure(error: unknown): error is McpFailure {
  return error instanceof Error && error.name === "McpFailure";
}

/**
 * Text of a server's making as one plain line: no control, bidi or invisible
 * characters, no angle brackets, at most `charactersMax` characters, and none of
 * the secrets that were sent to it.
 */
export function serverWords(text: string, charactersMax = 300): string {
  const line = redact(text.slice(0, TEXT_MAX))
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .trim();
  const characters = [...line];
  return characters.length <= charactersMax ? line : `${characters.slice(0, charactersMax - 1).join("")}…`;
}

/** More than this is cut before it is looked at; a secret in it may be long. */
const TEXT_MAX = 16_384;
