import "server-only";
import { type Actor, authorize, type Permit, systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Schedule } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { notify } from "@/lib/notices/notify";
import type { News } from "@/lib/notices/schema";
import { logError } from "@/lib/secrets/log";
import type { SignInView } from "@/lib/sign-ins/schema";
import { actorFor } from "./actor";
import { startRun } from "./commands";
import { nextTimes } from "./cron";
import { preFlight } from "./pre-flight";
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

/** Without a sign-in a run would only fail, so it is not begun; twice in a row, and the schedule pauses. */
async function startAsMaker(actor: Actor, schedule: Schedule): Promise<void> {
  const { assignmentId, message } = schedule;
  const obstacles = await preFlight(actor, assignmentId);
  const missing = obstacles.flatMap((one) => (one.kind === "sign-in" ? [signInSentence(one.signIn)] : []));
  if (missing.length > 0) return miss(schedule, missing.join(" "));

  const refusal = await startRun(actor, { assignmentId, message }).then(() => null, refusalIn);
  if (refusal?.code === "conflict") return miss(schedule, CROWDED);
  if (schedule.missed > 0) await forgetMissed(schedule);
}

const CROWDED = "As many of your runs were under way as may be at once.";

function signInSentence({ connectionName, shared }: SignInView): string {
  return `${connectionName} needs ${shared ? "the workspace's" : "your"} sign-in.`;
}

function refusalIn(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
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
