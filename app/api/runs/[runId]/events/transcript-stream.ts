import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import { readTranscript } from "@/lib/runs/queries";
import type { RunStatus } from "@/lib/runs/schema";
import { actorOf } from "@/lib/session/current";
import { isStopping } from "@/lib/workspace/shutdown";

const LOOK_EVERY_MS = 250;
/** Comments keep proxies from taking a quiet run for a dead connection. */
const COMMENT_EVERY_MS = 15_000;
/** How long somebody who was logged out may go on watching. */
const ASK_WHO_EVERY_MS = 5_000;

const ENDED: ReadonlySet<RunStatus> = new Set(["finished", "failed", "stopped"]);

/**
 * Everything of a run from a position on, until it ends or nobody watches any more. A console that
 * stops ends it too; the browser asks the one that comes next. `onEnd` hears of the end, at least once.
 */
export function transcriptStream(
  request: Request,
  actor: Actor,
  runId: string,
  from: number,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cut = new AbortController();
  const end = () => {
    onEnd();
    cut.abort();
  };
  request.signal.addEventListener("abort", end, { once: true });
  if (request.signal.aborted) end();
  const lines = watch(request.headers, actor, runId, from, cut.signal);
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await lines.next().catch(() => ({ value: undefined, done: true }) as const);
      if (!done && value !== undefined) return controller.enqueue(encoder.encode(value));
      end();
      controller.close();
    },
    cancel: end,
  });
}

async function* watch(
  headers: Headers,
  actor: Actor,
  runId: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<string, undefined> {
  let position = from;
  let said: string | null = null;
  let spokeAt = 0;
  let askedAt = Date.now();
  yield "retry: 1000\n\n";

  while (!signal.aborted && !isStopping()) {
    if (Date.now() - askedAt > ASK_WHO_EVERY_MS) {
      if (!(await actorOf(headers))) return undefined;
      askedAt = Date.now();
    }
    const transcript = await readTranscript(actor, runId, position);
    if (!transcript) return undefined;

    const { events, saying, status } = transcript;
    const news = [
      ...events.map((entry) => message("entry", entry, entry.position)),
      ...(saying === said ? [] : [message("saying", wordsSince(said, saying))]),
    ].join("");
    position = (events.at(-1)?.position ?? position - 1) + 1;
    said = saying;
    if (ENDED.has(status) && events.length === 0) {
      yield `${news}${message("end", status)}`;
      return undefined;
    }
    if (news || Date.now() - spokeAt > COMMENT_EVERY_MS) {
      spokeAt = Date.now();
      yield news || ": still here\n\n";
    }
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
  return undefined;
}

/** What to add to what was said before, or all of it when it began anew or nobody knows what the browser has. */
function wordsSince(before: string | null, now: string): { add: string } | { instead: string } {
  return before !== null && now !== "" && now.startsWith(before)
    ? { add: now.slice(before.length) }
    : { instead: now };
}

function message(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
