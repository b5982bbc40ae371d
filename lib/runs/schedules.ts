import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { type Change, commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { settleNotices } from "@/lib/notices/notify";
import { cronProblem, nextTimes } from "./cron";
import type { ScheduleInput } from "./fields";
import { rhythmWords } from "./sentences";
import { lockPerson } from "./under-way";

/** Sets an assignment up to run by itself, as the actor. Throws `invalid` for a line that is no schedule. */
export async function saveSchedule(actor: Actor, input: ScheduleInput): Promise<void> {
  const permit = authorize(actor, "runs.start");
  const problem = cronProblem(input.cron, input.timeZone);
  if (problem) throw new Failure("invalid", problem, { field: "cron" });
  const { assignmentId, cron, timeZone, message } = input;
  const [nextAt] = nextTimes(input, new Date(), 1);
  const data = { cron, timeZone, message, nextAt: nextAt ?? null, ...inOrder };

  await commit(permit, async (tx) => {
    const assignment = await tx.assignment.findFirst({
      where: { id: assignmentId, workspaceId: permit.workspaceId },
      select: { name: true },
    });
    if (!assignment) throw new Failure("not-found", "There is no such assignment any more.");
    const detail = { assignment: assignment.name, when: rhythmWords(cron, timeZone) };
    if (input.scheduleId) {
      const { id } = await findOwn(tx, permit, input.scheduleId, { assignmentId });
      await tx.schedule.update({ where: { id }, data });
      await settlePause(tx, id);
      return { value: undefined, event: { name: "schedule.edited", subject: assignmentId, detail } };
    }
    const place = { workspaceId: permit.workspaceId, assignmentId, memberId: permit.actor.id };
    await lockPerson(tx, permit.actor.id);
    if ((await tx.schedule.count({ where: place })) >= OWN_MAX) {
      throw new Failure(
        "conflict",
        `You have ${OWN_MAX} schedules of this assignment already. Remove one first.`,
      );
    }
    await tx.schedule.create({ data: { ...data, ...place } });
    return { value: undefined, event: { name: "schedule.created", subject: assignmentId, detail } };
  });
}

const OWN_MAX = 10;

/** Whatever went wrong with a schedule before its maker looked at it. */
const inOrder = { pausedFor: null, missed: 0, failing: false };

/** Removes a schedule: one's own, or for admins anyone's. */
export async function removeSchedule(actor: Actor, scheduleId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");

  await commit(permit, async (tx) => {
    const { id, assignmentId, assignment } = await findStoppable(tx, permit, scheduleId);
    await tx.schedule.delete({ where: { id } });
    await settlePause(tx, id);
    return {
      value: undefined,
      event: { name: "schedule.removed", subject: assignmentId, detail: { assignment: assignment.name } },
    };
  });
}

/** Goes on with a schedule that paused, from its next time. Only its maker can: it runs as them. */
export async function resumeSchedule(actor: Actor, scheduleId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");

  await commit(permit, async (tx) => {
    const schedule = await findOwn(tx, permit, scheduleId);
    const [nextAt] = nextTimes(schedule, new Date(), 1);
    await tx.schedule.update({
      where: { id: schedule.id },
      data: { nextAt: nextAt ?? null, ...inOrder },
    });
    await settlePause(tx, schedule.id);
    const detail = {
      assignment: schedule.assignment.name,
      when: rhythmWords(schedule.cron, schedule.timeZone),
    };
    return { value: undefined, event: { name: "schedule.edited", subject: schedule.assignmentId, detail } };
  });
}

/** Nobody needs to hear any more that it had paused. */
function settlePause(tx: Change, scheduleId: string): Promise<void> {
  return settleNotices(tx, { kind: "schedulePaused", subjectId: scheduleId });
}

async function findOwn(tx: Change, permit: PersonalPermit, id: string, of: { assignmentId?: string } = {}) {
  const schedule = await tx.schedule.findFirst({
    where: { id, workspaceId: permit.workspaceId, memberId: permit.actor.id, ...of },
    include: { assignment: { select: { name: true } } },
  });
  if (!schedule) throw new Failure("not-found", "There is no such schedule of yours any more.");
  return schedule;
}

async function findStoppable(tx: Change, permit: PersonalPermit, id: string) {
  if (!allows(permit.actor.role, "runs.stopAny")) return findOwn(tx, permit, id);
  const schedule = await tx.schedule.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    include: { assignment: { select: { name: true } } },
  });
  if (!schedule) throw new Failure("not-found", "There is no such schedule any more.");
  return schedule;
}
