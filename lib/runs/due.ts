import "server-only";
import { type Permit, systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Schedule } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { notify } from "@/lib/notices/notify";
import type { News } from "@/lib/notices/schema";
import { actorFor } from "./actor";
import { startRun } from "./commands";
import { nextTimes } from "./cron";
import { preFlight } from "./pre-flight";

/** Later than this, a time that was missed while nothing ran is let go. */
const LATE_MAX_MS = 60 * 60_000;
const MISSED_MAX = 2;

/** Starts whatever is due. Several processes may look at once: each time of a schedule is claimed by one. */
export async function startDue(now = new Date()): Promise<void> {
  const due = await read(systemPermit("work on a run", "none")).schedule.findMany({
    where: { nextAt: { lte: now } },
    orderBy: { nextAt: "asc" },
    take: 100,
  });
  for (const schedule of due) {
    const isLate = now.getTime() - (schedule.nextAt?.getTime() ?? 0) > LATE_MAX_MS;
    if ((await claim(schedule, now)) && !isLate) await startAsMaker(schedule);
  }
}

async function claim(schedule: Schedule, now: Date): Promise<boolean> {
  const [nextAt] = nextTimes(schedule, now, 1);
  return commit(permitFor(schedule), async (tx) => {
    const { count } = await tx.schedule.updateMany({
      where: { id: schedule.id, nextAt: schedule.nextAt },
      data: { nextAt: nextAt ?? null },
    });
    return { value: count === 1, event: { unrecorded: "The run it starts is recorded." } };
  });
}

/** Without its maker's sign-in a run would only fail, so it is not begun; twice in a row, and the schedule pauses. */
async function startAsMaker(schedule: Schedule): Promise<void> {
  const { id, assignmentId, memberId, message } = schedule;
  const actor = await actorFor(memberId, { kind: "schedule", scheduleId: id });
  if (!actor) return;
  const obstacles = await preFlight(actor, assignmentId);
  const missing = obstacles.flatMap((one) => (one.kind === "sign-in" ? [one.signIn.connectionName] : []));
  if (missing.length > 0) return miss(schedule, `${missing.join(" and ")} needs your sign-in.`);

  await startRun(actor, { assignmentId, message }).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
  });
  if (schedule.missed > 0) await forgetMissed(schedule);
}

async function miss(schedule: Schedule, reason: string): Promise<void> {
  const isPaused = schedule.missed + 1 >= MISSED_MAX;
  await commit(permitFor(schedule), async (tx) => {
    const { assignment } = await tx.schedule.update({
      where: { id: schedule.id },
      data: { missed: { increment: 1 }, ...(isPaused && { nextAt: null, pausedFor: reason }) },
      select: { assignment: { select: { name: true } } },
    });
    if (isPaused) await notify(tx, schedule, pausing(schedule, assignment.name, reason));
    const paused = {
      name: "schedule.paused",
      subject: schedule.assignmentId,
      detail: { assignment: assignment.name, reason },
    } as const;
    return {
      value: undefined,
      event: isPaused ? paused : { unrecorded: "It is tried again at its next time." },
    };
  });
}

function pausing({ id, assignmentId }: Schedule, assignment: string, reason: string): News {
  return { kind: "schedulePaused", scheduleId: id, assignmentId, assignment, reason };
}

async function forgetMissed({ id, workspaceId }: Schedule): Promise<void> {
  await commit(systemPermit("work on a run", workspaceId), async (tx) => {
    await tx.schedule.update({ where: { id }, data: { missed: 0 } });
    return { value: undefined, event: { unrecorded: "It started again." } };
  });
}

function permitFor({ workspaceId }: Schedule): Permit {
  return systemPermit("work on a run", workspaceId);
}
