import "server-only";
import type { Permit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";
import { failureIn } from "@/lib/errors";
import type { Trace, TraceStep } from "@/lib/oauth/trace";
import { logError } from "@/lib/secrets/log";
import { redact } from "@/lib/secrets/redact";
import type { TraceKind } from "./schema";

/**
 * What an admin can read of how people sign in: each discovery, registration,
 * consent, renewal and revocation, step by step. It is there to be read, so it is
 * written afterwards and apart: nothing waits for it, and no token is lost for its
 * sake. The same thing again is counted, not written again.
 */
type About = { what: TraceKind; connectionId: string; memberId: string | null };

/** Does something with a trace of its steps and remembers it, however it ends. `judge` says what came of it where that is not an error. */
export async function remember<T>(
  permit: Permit,
  about: About,
  work: (trace: Trace) => Promise<T>,
  judge: (value: T) => string | null = () => null,
): Promise<T> {
  const { trace, steps } = collect();
  try {
    const value = await work(trace);
    recordTrace(permit, about, steps, judge(value));
    return value;
  } catch (error) {
    recordTrace(permit, about, steps, failureIn(error)?.message ?? "It failed unexpectedly.");
    throw error;
  }
}

/** Steps for a trace that is recorded later, when it is known of what. */
export function collect(): { trace: Trace; steps: TraceStep[] } {
  const steps: TraceStep[] = [];
  return { trace: (step) => void (steps.length < STEPS_MAX && steps.push(step)), steps };
}

const STEPS_MAX = 40;

/** `failure` says why it did not work out; null when it did. What took no step and did not fail is not worth a line. */
export function recordTrace(
  permit: Permit,
  about: About,
  steps: readonly TraceStep[],
  failure: string | null,
): void {
  if (steps.length === 0 && failure === null) return;
  const entry = { permit, ...about, steps, failure, at: new Date(), times: 1 };
  const last = queue.waiting.findLast((one) => isAbout(one, about));
  if (last?.failure === failure) Object.assign(last, { ...entry, times: last.times + 1 });
  else queue.waiting.push(entry);
  queue.writing ??= writeWaiting();
}

/** Resolves once every trace recorded so far is written. */
export async function flushTraces(): Promise<void> {
  await queue.writing;
}

type Entry = About & {
  permit: Permit;
  steps: readonly TraceStep[];
  failure: string | null;
  at: Date;
  times: number;
};

// Next loads this module more than once in a process; the global makes shutdown see every queue.
type TraceQueue = { waiting: Entry[]; writing: Promise<void> | null };
const globals = globalThis as { patchbayTraces?: TraceQueue };
globals.patchbayTraces ??= { waiting: [], writing: null };
const queue = globals.patchbayTraces;

function isAbout(one: About, other: About): boolean {
  return (
    one.what === other.what && one.connectionId === other.connectionId && one.memberId === other.memberId
  );
}

async function writeWaiting(): Promise<void> {
  for (let entry = queue.waiting.shift(); entry; entry = queue.waiting.shift()) {
    await write(entry).catch((error: unknown) => logError("A trace could not be written.", error));
  }
  queue.writing = null;
}

async function write(entry: Entry): Promise<void> {
  await commit(entry.permit, async (tx) => {
    const isThere = await tx.connection.count({
      where: { id: entry.connectionId, workspaceId: entry.permit.workspaceId },
    });
    if (isThere > 0) await add(tx, entry);
    return { value: undefined, event: { unrecorded: "what an admin can read of it" } };
  });
}

async function add(tx: Change, { permit, connectionId, memberId, what, steps, failure, at, times }: Entry) {
  const durationMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
  const last = { steps: JSON.parse(redact(JSON.stringify(steps))), durationMs, at };
  const newest = await tx.signInTrace.findFirst({
    where: { connectionId, memberId },
    orderBy: NEWEST_FIRST,
    select: { id: true, what: true, failure: true },
  });
  if (newest?.what === what && newest.failure === failure) {
    await tx.signInTrace.update({ where: { id: newest.id }, data: { ...last, times: { increment: times } } });
    return;
  }
  const { workspaceId } = permit;
  const who = memberId ? await nameOf(tx, memberId) : (permit.actor?.name ?? "Patchbay");
  await tx.signInTrace.create({
    data: { ...last, workspaceId, connectionId, memberId, who, what, failure, times, since: at },
  });
  await prune(tx, workspaceId, connectionId);
}

/** Identifiers count upwards, which tells apart what happened in the same millisecond. */
const NEWEST_FIRST = [
  { at: "desc" },
  { id: "desc" },
] as const satisfies Prisma.SignInTraceOrderByWithRelationInput[];

async function nameOf(tx: Change, memberId: string): Promise<string> {
  const member = await tx.member.findUnique({
    where: { id: memberId },
    select: { user: { select: { name: true } } },
  });
  return member?.user.name ?? "Somebody who has left";
}

const COUNT_MAX = 50;
const AGE_MAX_MS = 30 * 86_400_000;

/** The newest of each connection are kept, and of the whole workspace none that are old. */
async function prune(tx: Change, workspaceId: string, connectionId: string): Promise<void> {
  const rest = await tx.signInTrace.findMany({
    where: { connectionId },
    orderBy: NEWEST_FIRST,
    select: { id: true },
    skip: COUNT_MAX,
  });
  const isOld = { workspaceId, at: { lt: new Date(Date.now() - AGE_MAX_MS) } };
  await tx.signInTrace.deleteMany({ where: { OR: [{ id: { in: rest.map(({ id }) => id) } }, isOld] } });
}
