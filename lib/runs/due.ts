import "server-only";
import { type Actor, authorize, type Permit, systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Schedule } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { notify, settleNotices } from "@/lib/notices/notify";
import { logError } from "@/lib/secrets/log";
import { actorFor } from "./actor";
import { startRun } from "./commands";
import { nextTimes } from "./cron";
import { preFlight } from "./pre-flight";
import { missingSentence } from "./sentences";
import { hasRoom } from "./under-way";

/** Later than this, a time that was missed while nothing ran is let go. */
const LATE_MAX_MS = 60 * 60_000;
/** How long a time stays due while its maker has as many runs under way as may be. */
const TURN_MAX_MS = 30 * 60_000;
const MISSED_MAX = 2;

/** Starts whatever is due. Several processes may look at once: each time of a schedule is claimed by one. */
export async function startDue(now = new Date()): Promise<void> {
  const due = await read(systemPermit("work on a run", "none")).schedule.findMany({
    where: { nextAt: { lte: now } },
    orderBy: { nextAt: "asc" },
  });
  for (const schedule of due) {
    // What is wrong with one is no reason to keep the others, which may be anybody's, from their turn.
    await startOne(schedule, now).catch((error: unknown) =>
      logError("A schedule could not be started.", error),
    );
  }
}

async function startOne(schedule: Schedule, now: Date): Promise<void> {
  const actor = await actorFor(schedule.memberId, { kind: "schedule", scheduleId: schedule.id });
  if (!actor) return;
  const lateMs = now.getTime() - (schedule.nextAt?.getTime() ?? 0);
  if (lateMs < TURN_MAX_MS && !(await hasRoom(authorize(actor, "runs.start")))) return;
  if ((await claim(schedule, now)) && lateMs <= LATE_MAX_MS) await startAsMaker(actor, schedule);
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

/** Without a sign-in a run would only fail, so it is not begun, and its maker hears of it; twice in a row, and the schedule pauses. */
async function startAsMaker(actor: Actor, schedule: Schedule): Promise<void> {
  const { assignmentId, message } = schedule;
  const missing = missingSentence(await preFlight(actor, assignmentId), "your");
  if (missing !== null) return miss(schedule, missing);

  const refusal = await startRun(actor, { assignmentId, message }).then(() => null, refusalIn);
  if (refusal?.code === "conflict") return miss(schedule, CROWDED);
  if (schedule.missed > 0) await forgetMissed(schedule);
}

const CROWDED = "As many of your runs were under way as may be at once.";

function refusalIn(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

async function miss(schedule: Schedule, reason: string): Promise<void> {
  const { id, assignmentId, nextAt: missedAt } = schedule;
  const isPausing = schedule.missed + 1 >= MISSED_MAX;
  await commit(permitFor(schedule), async (tx) => {
    const { count } = await tx.schedule.updateMany({
      where: { id, nextAt: { not: null } },
      data: {
        missed: { increment: 1 },
        missedAt,
        missedFor: reason,
        ...(isPausing && { nextAt: null, pausedFor: reason }),
      },
    });
    if (count === 0) return { value: undefined, event: { unrecorded: "Somebody paused or removed it." } };
    const { name: assignment } = await tx.assignment.findUniqueOrThrow({
      where: { id: assignmentId },
      select: { name: true },
    });
    if (isPausing) await settleNotices(tx, { kind: "scheduleMissed", subjectId: id });
    const kind = isPausing ? "schedulePaused" : "scheduleMissed";
    await notify(tx, schedule, { kind, scheduleId: id, assignmentId, assignment, reason });
    const name = isPausing ? "schedule.paused" : "schedule.missed";
    return { value: undefined, event: { name, subject: assignmentId, detail: { assignment, reason } } };
  });
}

async function forgetMissed({ id, workspaceId }: Schedule): Promise<void> {
  await commit(systemPermit("work on a run", workspaceId), async (tx) => {
    await tx.schedule.update({ where: { id }, data: { missed: 0, missedAt: null, missedFor: null } });
    await settleNotices(tx, { kind: "scheduleMissed", subjectId: id });
    return { value: undefined, event: { unrecorded: "It started again." } };
  });
}

function permitFor({ workspaceId }: Schedule): Permit {
  return systemPermit("work on a run", workspaceId);
}
