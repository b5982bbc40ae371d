import "server-only";
import type { Dispatcher } from "undici";
import { type Body, createBody, type Encoding, encodingOf, type Source } from "./body";
import { EgressFailure, egressFailureOf } from "./failure";
import { jsonLimits, type Limits, streamLimits } from "./limits";
import { listener } from "./moments";
import type { Outgoing } from "./request";

/**
 * Sends one request and gives its answer as soon as the headers are here; the body is read from the socket.
 * However it ends (read to the end, limit, abort, cancel, failure), the socket is free afterwards.
 * Rejects with an EgressFailure, or with the signal's own reason when the caller aborted.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Outgoing,
  limits: Partial<Limits>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(request, limits, resolve, reject);
    if (!handler.over) dispatcher.dispatch(dispatchOptions(request), handler);
  });
}

function dispatchOptions({ url, method, headers, body }: Outgoing): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: method as Dispatcher.HttpMethod,
    headers: Object.fromEntries(headers),
    body,
  };
}

class Exchange implements Dispatcher.DispatchHandler {
  over = false;
  #controller: Dispatcher.DispatchController | null = null;
  #body: Body | null = null;
  #abandoned: Error | null = null;
  #silence: NodeJS.Timeout;
  #total: NodeJS.Timeout | null = null;
  #listener = listener();

  constructor(
    private readonly request: Outgoing,
    private readonly given: Partial<Limits>,
    private readonly resolve: (response: Response) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    const { headersTimeoutMs, totalTimeoutMs } = { ...jsonLimits, ...given };
    const waitMs = Math.min(headersTimeoutMs, this.#left(totalTimeoutMs ?? headersTimeoutMs));
    this.#silence = setTimeout(
      () => this.#late(`did not answer within ${seconds(headersTimeoutMs)}.`),
      waitMs,
    );
    request.signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (request.signal?.aborted) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#listener?.sending();
    if (this.#abandoned) controller.abort(this.#abandoned);
  }

  onResponseStart(_controller: unknown, status: number, headers: AnswerHeaders): void {
    if (status < 200 || this.over) return;
    const answered = answerHeaders(headers);
    const encoding = encodingOf(answered.get("content-encoding"));
    if (status > 599) this.#broken("headers", "did not answer with valid HTTP.");
    else if (!encoding) this.#broken("reset", "sent its answer in an encoding that was not asked for.");
    else this.#answer(status, answered, encoding);
  }

  onResponseData(_controller: unknown, chunk: Uint8Array): void {
    if (this.over) return;
    this.#silence.refresh();
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    if (this.over) return;
    if (this.#body) this.#body.end();
    else this.#finish();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.over) this.#fail(egressFailureOf(error, this.request.url.host));
  }

  #answer(status: number, headers: Headers, encoding: Encoding): void {
    if (encoding !== "identity") forgetEncoding(headers);
    const limits = { ...(isEventStream(headers) ? streamLimits : jsonLimits), ...this.given };
    this.#watch(limits);
    const empty = this.request.method === "HEAD" || EMPTY_STATUSES.has(status);
    this.#body = empty ? null : createBody(encoding, limits.bytesMax, this.#source(limits));
    const response = new Response(this.#body?.stream ?? null, { status, headers });
    this.resolve(Object.defineProperty(response, "url", { value: this.request.url.href }));
  }

  #source(limits: Limits): Source {
    return {
      pause: () => this.#controller?.pause(),
      resume: () => {
        if (this.over || !this.#controller?.paused) return;
        this.#silence.refresh();
        this.#controller.resume();
      },
      finished: () => this.#finish(),
      cancelled: () => this.#fail(new Error("The reader left.")),
      overflowed: () =>
        this.#broken("too-large", `sent more than the ${size(limits.bytesMax)} this console reads.`),
      failed: (error) => this.#fail(egressFailureOf(error, this.request.url.host)),
    };
  }

  /** From here on silence and the whole are measured, no longer the wait for headers. */
  #watch({ idleTimeoutMs, totalTimeoutMs }: Limits): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#silent(idleTimeoutMs), idleTimeoutMs);
    if (totalTimeoutMs === null) return;
    const late = () => this.#late(`took longer than ${seconds(totalTimeoutMs)} to finish its answer.`);
    this.#total = setTimeout(late, this.#left(totalTimeoutMs));
  }

  #silent(idleTimeoutMs: number): void {
    const silence = seconds(idleTimeoutMs);
    const unread = `is still answering, but nobody has read on for ${silence}.`;
    this.#late(this.#controller?.paused ? unread : `sent nothing for ${silence}.`);
  }

  #late(rest: string): void {
    this.#broken("timeout", rest);
  }

  #broken(kind: EgressFailure["kind"], rest: string): void {
    this.#fail(new EgressFailure(kind, `${this.request.url.host} ${rest}`));
  }

  #onAbort = (): void => this.#fail(this.request.signal?.reason);

  /** Before the request has a socket it can only be marked; the pool asks again when its turn comes. */
  #fail(reason: unknown): void {
    if (this.over) return;
    this.#finish();
    this.#abandoned = reason instanceof Error ? reason : new Error("The request was given up.");
    this.#controller?.abort(this.#abandoned);
    if (this.#body) this.#body.fail(reason);
    else this.reject(reason);
  }

  #finish(): void {
    this.over = true;
    clearTimeout(this.#silence);
    if (this.#total) clearTimeout(this.#total);
    this.request.signal?.removeEventListener("abort", this.#onAbort);
  }

  #left(totalMs: number): number {
    return Math.max(0, totalMs - (performance.now() - this.request.startedAt));
  }
}

function answerHeaders(headers: AnswerHeaders): Headers {
  const answered = new Headers();
  for (const [name, values] of Object.entries(headers)) {
    for (const value of [values ?? []].flat()) answered.append(name, value);
  }
  return answered;
}

type AnswerHeaders = Record<string, string | string[] | undefined>;

/** What is handed on is decoded. */
function forgetEncoding(headers: Headers): void {
  headers.delete("content-encoding");
  headers.delete("content-length");
}

function isEventStream(headers: Headers): boolean {
  return headers.get("content-type")?.trim().toLowerCase().startsWith("text/event-stream") ?? false;
}

function seconds(ms: number): string {
  const rounded = Math.max(1, Math.round(ms / 1000));
  return rounded === 1 ? "1 second" : `${rounded} seconds`;
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${Math.round(bytes / 1024)} KiB`;
}

const EMPTY_STATUSES = new Set([204, 205, 304]);
