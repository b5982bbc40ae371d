import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { ToolAnswer } from "./sample-tool";

/** One `tools/call` as it arrived: what was asked, as whom, and with which headers. */
export type LoggedCall = {
  tool: string;
  person: string;
  arguments: Record<string, unknown>;
  headers: Record<string, string>;
  outcome: "running" | "answered" | "refused" | "cancelled";
};

/** One HTTP request as it arrived; `status` is 0 until it is answered. */
export type LoggedRequest = { method: string; path: string; headers: Record<string, string>; status: number };

/** A log nobody empties must not fill the memory of a demo left running overnight. */
const entriesMax = 10_000;

/** Appends and returns the entry, so that the caller can complete it. */
export function remember<Entry>(log: Entry[], entry: Entry): Entry {
  log.push(entry);
  if (log.length > entriesMax) log.shift();

  return entry;
}

/** Notes a request when it arrives and its status when it is answered. */
export function logRequest(log: LoggedRequest[], request: IncomingMessage, response: ServerResponse): void {
  const { method = "GET" } = request;
  const entry = remember(log, {
    method,
    path: pathOf(request),
    headers: plainHeaders(request.headers),
    status: 0,
  });
  response.on("finish", () => {
    entry.status = response.statusCode;
  });
}

export const pathOf = (request: IncomingMessage): string =>
  new URL(request.url ?? "/", "http://localhost").pathname;

export function plainHeaders(headers: IncomingHttpHeaders | Headers | undefined): Record<string, string> {
  if (headers instanceof Headers) return Object.fromEntries(headers);

  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}

export function outcomeOf(answer: ToolAnswer, signal: AbortSignal): LoggedCall["outcome"] {
  if (signal.aborted) return "cancelled";

  return answer.isError ? "refused" : "answered";
}
