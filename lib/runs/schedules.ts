import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { type Change, commit } from "@/lib/audit/commit";
import type { Schedule } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { settleNotices } from "@/lib/notices/notify";
import { actorFor } from "./actor";
import { cronProblem, nextTimes } from "./cron";
import type { ScheduleInput } from "./fields";
import { preFlight } from "./pre-flight";
import { missingSentence, rhythmWords } from "./sentences";
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
      await settleNews(tx, id);
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
const inOrder = {
  pausedFor: null,
  pausedById: null,
  missed: 0,
  missedAt: null,
  missedFor: null,
  failing: false,
};

/** Removes a schedule: one's own, or for admins anyone's. */
export async function removeSchedule(actor: Actor, scheduleId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");

  await commit(permit, async (tx) => {
    const { id, assignmentId, assignment } = await findStoppable(tx, permit, scheduleId);
    await tx.schedule.delete({ where: { id } });
    await settleNews(tx, id);
    return {
      value: undefined,
      event: { name: "schedule.removed", subject: assignmentId, detail: { assignment: assignment.name } },
    };
  });
}

/** Lets a schedule rest until it is resumed: one's own, or for admins anyone's. */
export async function pauseSchedule(actor: Actor, scheduleId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");

  await commit(permit, async (tx) => {
    const { id, nextAt, assignmentId, assignment } = await findStoppable(tx, permit, scheduleId);
    if (nextAt === null) return { value: undefined, event: { unrecorded: "It is paused already." } };
    await tx.schedule.update({ where: { id }, data: { nextAt: null, pausedById: actor.id } });
    await settleNews(tx, id);
    const detail = { assignment: assignment.name, reason: null };
    return { value: undefined, event: { name: "schedule.paused", subject: assignmentId, detail } };
  });
}

/**
 * Goes on with a schedule that is paused, from its next time: one's own, or for
 * admins one that somebody else than its maker paused, since it runs as its maker.
 * Throws `sign-in-required` while it could not start.
 */
export async function resumeSchedule(actor: Actor, scheduleId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");
  await requireSignIns(actor, await findResumable(read(permit), permit, scheduleId));

  await commit(permit, async (tx) => {
    const { id, assignmentId, assignment, ...schedule } = await findResumable(tx, permit, scheduleId);
    if (schedule.nextAt) return { value: undefined, event: { unrecorded: "It is not paused." } };
    const [nextAt] = nextTimes(schedule, new Date(), 1);
    await tx.schedule.update({ where: { id }, data: { nextAt: nextAt ?? null, ...inOrder } });
    await settleNews(tx, id);
    const detail = { assignment: assignment.name };
    return { value: undefined, event: { name: "schedule.resumed", subject: assignmentId, detail } };
  });
}

async function requireSignIns(actor: Actor, { id, memberId, assignmentId }: Schedule): Promise<void> {
  const maker = await actorFor(memberId, { kind: "schedule", scheduleId: id });
  if (!maker) return;
  const whose = memberId === actor.id ? "your" : `${maker.name}'s`;
  const missing = missingSentence(await preFlight(maker, assignmentId), whose);
  if (missing !== null) throw new Failure("sign-in-required", `It can't go on yet. ${missing}`);
}

/** What its maker heard of it is no news any more. */
async function settleNews(tx: Change, subjectId: string): Promise<void> {
  await settleNotices(tx, { kind: "scheduleMissed", subjectId });
  await settleNotices(tx, { kind: "schedulePaused", subjectId });
}

type Schedules = { schedule: Pick<Change["schedule"], "findFirst"> };

async function findOwn(
  tx: Schedules,
  permit: PersonalPermit,
  id: string,
  of: { assignmentId?: string } = {},
) {
  const schedule = await tx.schedule.findFirst({
    where: { id, workspaceId: permit.workspaceId, memberId: permit.actor.id, ...of },
    include: { assignment: { select: { name: true } } },
  });
  if (!schedule) throw new Failure("not-found", "There is no such schedule of yours any more.");
  return schedule;
}

async function findStoppable(tx: Schedules, permit: PersonalPermit, id: string) {
  if (!allows(permit.actor.role, "runs.stopAny")) return findOwn(tx, permit, id);
  const schedule = await tx.schedule.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    include: { assignment: { select: { name: true } } },
  });
  if (!schedule) throw new Failure("not-found", "There is no such schedule any more.");
  return schedule;
}

async function findResumable(tx: Schedules, permit: PersonalPermit, id: string) {
  const schedule = await findStoppable(tx, permit, id);
  const { memberId, pausedById } = schedule;
  if (memberId === permit.actor.id || (pausedById !== null && pausedById !== memberId)) return schedule;
  throw new Failure("forbidden", "Only its maker can resume this schedule: it runs as them.");
}
