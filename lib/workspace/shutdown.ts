import "server-only";
import { flushCalls } from "@/lib/audit/calls";
import { closeDatabase } from "@/lib/db/client";
import { closeAllSessions } from "@/lib/mcp/sessions";
import { logError } from "@/lib/secrets/log";

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
const closers: readonly (() => Promise<void>)[] = [closeAllSessions, flushCalls, closeDatabase];

/**
 * Lets a stop from outside end what is under way first. Next answers SIGTERM and
 * SIGINT by no longer accepting requests, finishing those it has, and exiting;
 * there is no hook between the two, so the exit itself is made to wait for the
 * closers. What takes longer than twenty seconds is cut off.
 */
export function closeAtExit(): void {
  const exit = process.exit.bind(process);
  let isClosing = false;

  const closeThenExit = (code?: number | string | null): never => {
    if (!isClosing) void closeAll().finally(() => exit(code));
    isClosing = true;
    // Nothing runs after an exit; the caller only waits for the process to end.
    return undefined as never;
  };

  const begin = () => {
    globals.patchbayIsStopping = true;
    process.exit = closeThenExit;
    setTimeout(() => closeThenExit(0), drainMaxMs).unref();
    setTimeout(() => exit(1), drainMaxMs + closeMaxMs).unref();
  };
  process.once("SIGTERM", begin);
  process.once("SIGINT", begin);
}

async function closeAll(): Promise<void> {
  for (const close of [...early, ...closers])
    await close().catch((error: unknown) => logError("While closing:", error));
}

const drainMaxMs = 20_000;
const closeMaxMs = 5_000;
