import "server-only";
import type { Permit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import type { AuditEvent } from "@/lib/audit/events";
import type { Prisma } from "@/lib/db/generated/client";
import type { PlacedEvent, RunEvent, RunStatus } from "./schema";

/** A run as the process that works on it holds it. */
export type Held = { runId: string; worker: string };

/** The run is no longer this process's to work on: its lease ran out and another took it, or it was removed. */
export class LostRun extends Error {}

/** How long a process that fell silent keeps others away from its run. */
export const LEASE_MS = 15_000;

/**
 * The one way a working process writes: the event and what it means for the
 * run's row land together, and only while the run is still its own. That is what
 * makes a call happen at most once: `call.sent` is stored before the call leaves.
 */
export async function record(
  permit: Permit,
  held: Held,
  event: RunEvent,
  also?: { change?: (tx: Change) => Promise<unknown>; audit?: AuditEvent },
): Promise<void> {
  await commit(permit, async (tx) => {
    const isOwn = await advance(tx, { id: held.runId, worker: held.worker }, event, {
      ...rowAfter(event),
      leasedUntil: new Date(Date.now() + LEASE_MS),
    });
    if (!isOwn) throw new LostRun();
    await also?.change?.(tx);
    return { value: undefined, event: also?.audit ?? { unrecorded: "It is in the run's transcript." } };
  });
}

/** Adds an event to a run that goes on and matches `where`, inside somebody's transaction. False: it does not. */
export async function advance(
  tx: Change,
  where: Prisma.RunWhereInput & { id: string },
  event: RunEvent,
  data: Prisma.RunUpdateManyMutationInput = {},
): Promise<boolean> {
  const [run] = await tx.run.updateManyAndReturn({
    where: { status: { in: ["queued", "working", "waiting"] }, ...where },
    data: { ...data, length: { increment: 1 } },
    select: { length: true },
  });
  if (!run) return false;
  await tx.runEvent.create({ data: { runId: where.id, position: run.length - 1, event: toJson(event) } });
  return true;
}

/** What an event changes about the row that lists show. */
function rowAfter(event: RunEvent): { status: RunStatus; saying?: string; endedAt?: Date; worker?: null } {
  if (event.name === "run.ended") {
    return { status: event.outcome, saying: "", endedAt: new Date(), worker: null };
  }
  if (event.name === "model.said" || event.name === "model.failed") return { status: "working", saying: "" };
  return { status: "working" };
}

/** For a JSON column. Safe: events and arguments are made of JSON alone. */
export function toJson(value: object): Prisma.InputJsonObject {
  return value as Prisma.InputJsonObject;
}

/** A stored event. Safe: this file is the only writer of that column. */
export function placed(row: { position: number; at: Date; event: unknown }): PlacedEvent {
  return { position: row.position, at: row.at, event: row.event as RunEvent };
}
