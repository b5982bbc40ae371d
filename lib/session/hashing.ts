import "server-only";
import { availableParallelism } from "node:os";
import { hashPassword as hash, verifyPassword as verify } from "better-auth/crypto";
import { Failure } from "@/lib/errors";

/**
 * Hashing a password takes a core for a tenth of a second and 32 MiB, on purpose.
 * It is done a few at a time with a core left for everybody else, and only so
 * many wait: whoever comes after them is told to come back. Never inside commit().
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password));
}

/** Whether a password is the one that was hashed. Takes its turn as hashPassword does. */
export function verifyPassword(asked: { hash: string; password: string }): Promise<boolean> {
  return inTurn(() => verify(asked));
}

/** A queue that is full now moves on this fast. */
export const busySeconds = 2;

const RUNNING_MAX = Math.max(1, Math.min(2, availableParallelism() - 1));
const WAITING_MAX = 30;

/** Throws `rate-limited` when too many wait already. */
async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (turns.running < RUNNING_MAX) turns.running += 1;
  else if (turns.waiting.length < WAITING_MAX) await new Promise<void>((go) => turns.waiting.push(go));
  else throw new Failure("rate-limited", BUSY);

  // Whoever waits longest takes the place over, so that nobody slips in between.
  return work().finally(() => {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running -= 1;
  });
}

type Turns = { running: number; waiting: (() => void)[] };

const BUSY = "Too many people are logging in right now. Try again in a moment.";

// Next may load this module once for each bundle; the global makes them share the machine.
const globals = globalThis as { patchbayHashing?: Turns };
globals.patchbayHashing ??= { running: 0, waiting: [] };
const turns = globals.patchbayHashing;
