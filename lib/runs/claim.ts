import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";
import { type Held, LEASE_MS } from "./record";

/** What somebody should work on, or is working on. Without its person a run has nobody to wait for. */
const WORKABLE = {
  OR: [{ status: { in: ["queued", "working"] } }, { status: "waiting", memberId: null }],
} satisfies Prisma.RunWhereInput;

/** What nobody works on at this moment, though somebody should. */
export function lyingIdle(now: Date): Prisma.RunWhereInput {
  return { AND: [WORKABLE, { OR: [{ worker: null }, { leasedUntil: { lt: now } }] }] };
}

const claiming = { unrecorded: "which process works on a run" } as const;

/** Takes a run to work on. Null: it has ended, waits for a person, or is another process's. */
export async function claimRun(
  run: { id: string; workspaceId: string },
  worker: string,
): Promise<Held | null> {
  return commit(systemPermit("work on a run", run.workspaceId), async (tx) => {
    const now = new Date();
    const { count } = await tx.run.updateMany({
      where: { id: run.id, ...lyingIdle(now) },
      data: { worker, status: "working", leasedUntil: leaseFrom(now) },
    });
    return { value: count === 1 ? { runId: run.id, worker } : null, event: claiming };
  });
}

/**
 * For a process that is alone on its database: whatever has a worker when it
 * starts was left lying, and nobody has to wait until its lease has run out.
 */
export async function dropLeases(): Promise<void> {
  await commit(systemPermit("work on a run", "none"), async (tx) => {
    await tx.run.updateMany({ where: { worker: { not: null } }, data: { leasedUntil: new Date(0) } });
    return { value: undefined, event: claiming };
  });
}

/** Keeps a run for another while. False: it is no longer this process's. */
export async function renewLease({ runId, worker }: Held): Promise<boolean> {
  return commit(systemPermit("work on a run", "none"), async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: runId, worker },
      data: { leasedUntil: leaseFrom(new Date()) },
    });
    return { value: count === 1, event: claiming };
  });
}

/** Puts a run down, unless something happened since its transcript had `length` events. False: something did. */
export async function putDown(
  { runId, worker }: Held,
  length: number,
  status: "queued" | "waiting",
): Promise<boolean> {
  return commit(systemPermit("work on a run", "none"), async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: runId, worker, length },
      data: { worker: null, leasedUntil: null, status, saying: "" },
    });
    return { value: count === 1, event: claiming };
  });
}

/** What the model is saying, for whoever is watching; it is no event yet. */
export async function showSaying({ runId, worker }: Held, saying: string): Promise<void> {
  await commit(systemPermit("work on a run", "none"), async (tx) => {
    await tx.run.updateMany({ where: { id: runId, worker }, data: { saying } });
    return { value: undefined, event: { unrecorded: "words on their way" } };
  });
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}
