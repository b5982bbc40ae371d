import "server-only";
import { AISDKError, APICallError } from "@ai-sdk/provider";
import { egressFailureIn } from "@/lib/egress/failure";
import { Failure } from "@/lib/errors";
import { serverWords } from "@/lib/mcp/failure";
import { isJsonObject } from "@/lib/mcp/upstream";
import type { ModelChoice } from "./schema";
import { whoseModel } from "./sentences";

export type ModelFailureKind =
  /** The key is missing, wrong, not allowed this model, or its account is out of credit. */
  | "unauthorized"
  /** No such model, or no such address. */
  | "unknown-model"
  /** Asked too often; `retryAfterMs` says how long to wait, where the provider said so. */
  | "rate-limited"
  /** The provider's own trouble, which passes. */
  | "overloaded"
  | "context-too-long"
  | "unreachable"
  /** An answer that is none, or was cut; or a request the provider would not take. */
  | "bad-answer"
  /** The caller stopped waiting. */
  | "aborted";

/**
 * A model did not answer. The message says whose side it is on and what to do; where it repeats the provider it
 * shows one cleaned line. `cause` keeps as much for the log, and never the conversation.
 */
export class ModelFailure extends Failure {
  readonly retryAfterMs: number | null;

  constructor(
    readonly kind: ModelFailureKind,
    sentence: string,
    detail: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super("upstream", sentence, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.retryAfterMs = detail.retryAfterMs ?? null;
    this.name = "ModelFailure";
  }
}

/** By name, because a bundler may load the class more than once in one process. */
export function isModelFailure(error: unknown): error is ModelFailure {
  return error instanceof Error && error.name === "ModelFailure";
}

/** What `error`, thrown or streamed while `model` was asked, means for a person. A bug of ours comes back as it is. */
export function modelFailureOf(error: unknown, model: ModelChoice, signal: AbortSignal): unknown {
  if (isModelFailure(error)) return error;
  if (signal.aborted) return new ModelFailure("aborted", "The model was stopped before it had answered.");

  const who = whoseModel(model);
  const unsent = egressFailureIn(error);
  if (unsent) return new ModelFailure("unreachable", unsent.message, { cause: unsent });

  const said = readError(error);
  if (!said) return error;
  const kind = kindOf(said);
  const quote = said.message === "" ? "" : ` It says: “${said.message}”`;
  return new ModelFailure(kind, `${sentenceOf(kind, who, model, said)}${quote}`, {
    retryAfterMs: kind === "rate-limited" ? retryAfterOf(said.headers) : null,
    cause: new Error(`${who} answered ${said.status ?? "in its stream"}: ${said.code} ${said.message}`),
  });
}

/** An answer that ended before it was complete is none. */
export function cutOff(model: ModelChoice): ModelFailure {
  const who = whoseModel(model);
  return new ModelFailure("bad-answer", `${who} ended its answer before it was complete. Try again.`);
}

type Said = { status: number | null; code: string; message: string; headers: Record<string, string> };

/** Providers put their errors in bodies, or in streams that began well; both hold a message and a code. */
function readError(error: unknown): Said | null {
  if (APICallError.isInstance(error)) {
    const inner = isJsonObject(error.data) && isJsonObject(error.data.error) ? error.data.error : {};
    return {
      status: error.statusCode ?? null,
      code: codeOf(inner),
      message: serverWords(typeof inner.message === "string" ? inner.message : "", 200),
      headers: error.responseHeaders ?? {},
    };
  }
  if (AISDKError.isInstance(error)) return { status: null, code: error.name, message: "", headers: {} };
  if (typeof error === "string")
    return { status: null, code: "", message: serverWords(error, 200), headers: {} };
  if (!isJsonObject(error) || error instanceof Error || typeof error.message !== "string") return null;
  const status = typeof error.statusCode === "number" ? error.statusCode : null;
  return { status, code: codeOf(error), message: serverWords(error.message, 200), headers: {} };
}

function codeOf({ type, code }: { type?: unknown; code?: unknown }): string {
  return [type, code].filter((part) => typeof part === "string" || typeof part === "number").join(" ");
}

/** By what it says before by its number: a full context and an empty account come as plain 400s and 429s. */
function kindOf({ status, code, message }: Said): ModelFailureKind {
  const words = `${code} ${message}`;
  if (NO_CREDIT.test(words) || status === 401 || status === 402 || status === 403) return "unauthorized";
  if (status === 413 || TOO_LONG.test(words)) return "context-too-long";
  if (status === 404 || /model_not_found|not_found_error/.test(code)) return "unknown-model";
  if (status === 429 || /rate_limit/.test(code)) return "rate-limited";
  if (status === 408 || (status ?? 0) >= 500 || OVERLOADED.test(code)) return "overloaded";
  return /authentication|permission/.test(code) ? "unauthorized" : "bad-answer";
}

const NO_CREDIT = /insufficient_quota|billing_error|credit balance|billing_hard_limit/i;
const OVERLOADED = /overloaded|server_error|api_error|unavailable|timeout|^5\d\d$/;
const TOO_LONG =
  /context_length|context length|context window|prompt is too long|request_too_large|maximum context|too many tokens|input is too long/i;

function sentenceOf(kind: ModelFailureKind, who: string, model: ModelChoice, said: Said): string {
  switch (kind) {
    case "unauthorized":
      return NO_CREDIT.test(`${said.code} ${said.message}`)
        ? `${who} says that its account has no credit left. Top it up there, or use another key.`
        : `${who} did not accept the key. An admin can enter another one in Settings.`;
    case "unknown-model":
      return model.provider === "compatible"
        ? `${who} knows no model ${model.model} at this address. Check both in Settings.`
        : `${who} knows no model ${model.model}, or keeps it from this key. Check the name in Settings.`;
    case "rate-limited":
      return `${who} has been asked too often and wants a pause. Try again a little later.`;
    case "overloaded":
      return `${who} has trouble of its own just now. Try again a little later.`;
    case "context-too-long":
      return `This is more text than ${model.model} can take in at once. Use fewer tools, shorter results or a model with more room.`;
    default:
      return said.status === 400 || said.status === 422
        ? `${who} did not take the request.`
        : `${who} answered with something that can't be read as a model's answer. Check the address in Settings.`;
  }
}

/** Seconds, a date (RFC 9110 §10.2.3) or, as these providers also send it, milliseconds in a header of their own. */
function retryAfterOf(headers: Record<string, string>): number | null {
  const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const given = headers["retry-after"]?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1000;
  const date = Date.parse(given);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
