import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { setTimeout as delay } from "node:timers/promises";
import { flushCalls } from "@/lib/audit/calls";
import { closeDatabase } from "@/lib/db/client";
import { closeJobs } from "@/lib/db/jobs";
import { closeAllSessions } from "@/lib/mcp/sessions";
import { logError } from "@/lib/secrets/log";

/** Work in the background that takes its time to end. It is told as soon as a stop is asked for, and waited for. */
const drains: (() => Promise<void>)[] = [];

export function drainFirst(drain: () => Promise<void>): void {
  drains.push(drain);
}

/** What must end before anything is closed: work in the background that needs all of it. */
const early: (() => Promise<void>)[] = [];

export function closeFirst(close: () => Promise<void>): void {
  early.push(close);
}

// Next loads this module once for the boot hook and again for the pages; the global lets both see it.
const globals = globalThis as { patchbayIsStopping?: boolean };

/** Whether a stop was asked for from outside: an answer without an end of its own ends then. */
export function isStopping(): boolean {
  return globals.patchbayIsStopping === true;
}

/** What is closed at the end, in this order, once the last request has been answered. Each layer adds one line. */
const closers: readonly (() => Promise<void>)[] = [closeAllSessions, flushCalls, closeJobs, closeDatabase];

/**
 * Lets a stop from outside end what is under way first. Next answers SIGTERM and
 * SIGINT by no longer accepting requests, finishing those it has, and exiting;
 * there is no hook between the two, so the exit itself is made to wait for the
 * closers. What takes longer than twenty seconds is cut off.
 */
export function closeAtExit(): void {
  const exit = process.exit.bind(process);
  let isClosing = false;
  let drained: Promise<unknown> | undefined;

  const closeThenExit = (code?: number | string | null): never => {
    if (!isClosing) void closeAll(drained).finally(() => exit(code));
    isClosing = true;
    // Nothing runs after an exit; the caller only waits for the process to end.
    return undefined as never;
  };

  const begin = () => {
    globals.patchbayIsStopping = true;
    endConnections();
    drained = Promise.race([Promise.all(drains.map(quietly)), delay(drainMaxMs)]);
    process.exit = closeThenExit;
    setTimeout(() => closeThenExit(0), drainMaxMs).unref();
    setTimeout(() => exit(1), drainMaxMs + closeMaxMs).unref();
  };
  process.once("SIGTERM", begin);
  process.once("SIGINT", begin);
}

/**
 * Next has finished once the last connection has ended, and clients keep theirs: a page that follows
 * a run would ask again over the same one for as long as it is answered. From here on each answer is
 * the last on its connection, and one that nobody uses is closed.
 */
function endConnections(): void {
  subscribe("http.server.request.start", (message) => {
    (message as Exchange).response.shouldKeepAlive = false;
  });
  subscribe("http.server.response.finish", (message) => {
    setImmediate(() => (message as Exchange).server.closeIdleConnections());
  });
}

/** Safe: what node:http documents of the two channels, as far as it is used here. */
type Exchange = { response: { shouldKeepAlive: boolean }; server: { closeIdleConnections(): void } };

async function closeAll(drained: Promise<unknown> | undefined): Promise<void> {
  await drained;
  for (const close of [...early, ...closers]) await quietly(close);
}

function quietly(close: () => Promise<void>): Promise<void> {
  return close().catch((error: unknown) => logError("While closing:", error));
}

const drainMaxMs = 20_000;
const closeMaxMs = 5_000;
