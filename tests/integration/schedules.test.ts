import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { say } from "../fakes/model-script";
import type { TestWorkspace } from "../support/builders";
import { startSamples } from "../support/samples";
import { openRunHouse, PATIENCE } from "./run-house";

const samples = await startSamples();
afterAll(() => samples.close());
const { model, chooseModel } = await openRunHouse();
const lib = {
  ...(await import("@/lib/notices/queries")),
  ...(await import("@/lib/runs/fields")),
  ...(await import("@/lib/runs/limits")),
  ...(await import("@/lib/runs/schedules")),
  ...(await import("@/lib/runs/schema")),
  ...(await import("@/lib/settings/commands")),
  ...(await import("@/lib/runs/due")),
  ...(await import("@/lib/runs/queries")),
  ...(await import("@/lib/db/client")),
  ...(await import("../support/builders")),
  ...(await import("./endpoint-house")),
};

let team: TestWorkspace;
let assignmentId: string;
let warehouse: string;

beforeEach(async () => {
  team = await lib.buildWorkspace();
  warehouse = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(team.author, warehouse, "ada");
  assignmentId = await lib.buildAssignment(team.author, { find_stock: "allow" });
});

const input = {
  scheduleId: "",
  rhythm: "daily",
  time: "08:00",
  weekday: 1,
  cron: "0 8 * * *",
  timeZone: "UTC",
  message: "Look again.",
} as const;

const justAfter = (at: Date) => new Date(at.getTime() + 1_000);

async function nextOf(): Promise<Date> {
  const [schedule] = await lib.listSchedules(team.author, assignmentId);
  const [next] = schedule?.next ?? [];
  if (!next) throw new Error("The schedule is paused.");
  return next;
}

test("a schedule starts a run as its maker at its time, once, whoever looks", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const due = await nextOf();
  await lib.startDue(new Date(due.getTime() - 1_000));
  expect(await lib.listRuns(team.author, { assignmentId })).toEqual([]);
  await Promise.all([1, 2, 3].map(() => lib.startDue(justAfter(due))));
  expect(await lib.listRuns(team.author, { assignmentId })).toMatchObject([{ own: true }]);
});

test("a time that was missed while nothing ran is let go", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  await lib.startDue(new Date((await nextOf()).getTime() + 2 * 3_600_000));
  expect(await lib.listRuns(team.author, { assignmentId })).toEqual([]);
});

test("without its maker's sign-in it does not start, and after the second time it pauses and says so", async () => {
  await lib.saveSchedule(team.member, { ...input, assignmentId });
  const first = await nextOf();
  await lib.startDue(justAfter(first));
  expect(await lib.listSchedules(team.member, assignmentId)).toMatchObject([
    { status: "on", missed: { at: first, reason: "Warehouse API needs your sign-in." } },
  ]);
  await lib.startDue(justAfter(new Date(first.getTime() + 86_400_000)));
  expect(await lib.listSchedules(team.member, assignmentId)).toMatchObject([
    { status: "paused", pausedFor: "Warehouse API needs your sign-in.", next: [] },
  ]);
  expect(await lib.listRuns(team.member, { assignmentId })).toEqual([]);
  expect(await lib.listNews(team.member)).toMatchObject([
    { kind: "schedulePaused", text: "Warehouse API needs your sign-in." },
  ]);

  await lib.signInToWarehouse(team.member, warehouse, "ben");
  const [schedule] = await lib.listSchedules(team.member, assignmentId);
  await expect(lib.resumeSchedule(team.admin, schedule?.id ?? "")).rejects.toMatchObject({
    code: "forbidden",
  });
  await lib.resumeSchedule(team.member, schedule?.id ?? "");
  expect(await lib.listNews(team.member)).toEqual([]);
  await lib.startDue(justAfter(await nextOf()));
  expect(await lib.listRuns(team.member, { assignmentId })).toMatchObject([{ own: true }]);
});

test("a time it could not start at is told to its maker, in the log and in the list, until it starts or is edited", async () => {
  await lib.saveSchedule(team.member, { ...input, assignmentId });
  const [made] = await lib.listSchedules(team.member, assignmentId);
  const missedOf = async () => (await lib.listSchedules(team.member, assignmentId))[0]?.missed;
  const missing = "Warehouse API needs your sign-in.";
  const first = await nextOf();
  await lib.startDue(justAfter(first));

  expect(await missedOf()).toEqual({ at: first, reason: missing });
  expect(await lib.listNews(team.member)).toMatchObject([
    { kind: "scheduleMissed", title: expect.stringMatching(/did not start$/), href: expect.any(String) },
  ]);
  expect((await lib.listNews(team.member))[0]?.text).toContain(missing);
  expect(await lib.listNews(team.author)).toEqual([]);
  const logged = { name: "schedule.missed", subjectId: assignmentId };
  expect(await lib.db().auditEvent.findMany({ where: logged })).toMatchObject([
    { workspaceId: team.workspaceId, detail: { reason: missing } },
  ]);

  await lib.saveSchedule(team.member, { ...input, assignmentId, scheduleId: made?.id ?? "" });
  expect([await missedOf(), await lib.listNews(team.member)]).toEqual([null, []]);

  const again = await nextOf();
  await lib.startDue(justAfter(again));
  expect(await missedOf()).toMatchObject({ at: again });
  await lib.signInToWarehouse(team.member, warehouse, "ben");
  await lib.startDue(justAfter(new Date(again.getTime() + 86_400_000)));
  expect(await lib.listRuns(team.member, { assignmentId })).toHaveLength(1);
  expect([await missedOf(), await lib.listNews(team.member)]).toEqual([null, []]);
});

test("its maker and admins pause it, and the list and the log say who; whoever it is paused by, it starts nothing", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const [made] = await lib.listSchedules(team.author, assignmentId);
  const id = made?.id ?? "";
  const due = await nextOf();
  await expect(lib.pauseSchedule(team.member, id)).rejects.toMatchObject({ code: "not-found" });

  await lib.pauseSchedule(team.author, id);
  await lib.startDue(justAfter(due));
  expect(await lib.listRuns(team.author, { assignmentId })).toEqual([]);
  expect(await lib.listSchedules(team.admin, assignmentId)).toMatchObject([
    { status: "paused", pausedBy: { name: team.author.name, isMaker: true }, next: [] },
  ]);
  await expect(lib.resumeSchedule(team.admin, id)).rejects.toMatchObject({ code: "forbidden" });
  await lib.resumeSchedule(team.author, id);

  await lib.pauseSchedule(team.admin, id);
  expect(await lib.listSchedules(team.author, assignmentId)).toMatchObject([
    { status: "paused", pausedBy: { name: team.admin.name, isMaker: false } },
  ]);
  await lib.resumeSchedule(team.admin, id);
  await lib.startDue(justAfter(await nextOf()));
  expect(await lib.listRuns(team.author, { assignmentId })).toMatchObject([{ own: true }]);
  const log = await lib.db().auditEvent.findMany({
    where: { subjectId: assignmentId, name: { startsWith: "schedule." } },
    orderBy: { at: "asc" },
  });
  expect(log.map(({ name, actorId }) => [name, actorId])).toEqual([
    ["schedule.created", team.author.id],
    ["schedule.paused", team.author.id],
    ["schedule.resumed", team.author.id],
    ["schedule.paused", team.admin.id],
    ["schedule.resumed", team.admin.id],
  ]);
});

test("it is not resumed while a sign-in of its maker's is missing, and whoever asks is told whose", async () => {
  await lib.saveSchedule(team.member, { ...input, assignmentId });
  const [made] = await lib.listSchedules(team.member, assignmentId);
  const id = made?.id ?? "";
  await lib.pauseSchedule(team.admin, id);
  await expect(lib.resumeSchedule(team.member, id)).rejects.toMatchObject({
    message: "It can't go on yet. Warehouse API needs your sign-in.",
  });
  await expect(lib.resumeSchedule(team.admin, id)).rejects.toMatchObject({
    message: `It can't go on yet. Warehouse API needs ${team.member.name}'s sign-in.`,
  });
  expect(await lib.listSchedules(team.member, assignmentId)).toMatchObject([{ status: "paused" }]);
  await lib.signInToWarehouse(team.member, warehouse, "ben");
  await lib.resumeSchedule(team.member, id);
  expect(await lib.listSchedules(team.member, assignmentId)).toMatchObject([
    { status: "on", pausedBy: null },
  ]);
});

test("its maker edits it in place, which also lets one that paused go on; nobody else can", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const [before] = await lib.listSchedules(team.author, assignmentId);
  const scheduleId = before?.id ?? "";
  await lib.db().schedule.updateMany({ data: { nextAt: null, pausedFor: "It could not start.", missed: 2 } });
  const form = { assignmentId, scheduleId, rhythm: "weekly", time: "09:30", weekday: "5", timeZone: "UTC" };
  const changed = lib.scheduleForm.parse({ ...form, message: "On Fridays." });
  await expect(lib.saveSchedule(team.admin, changed)).rejects.toMatchObject({ code: "not-found" });
  await lib.saveSchedule(team.author, changed);

  const [after, ...more] = await lib.listSchedules(team.author, assignmentId);
  expect(more).toEqual([]);
  expect(after).toMatchObject({ id: scheduleId, message: "On Fridays.", cron: "30 9 * * 5", status: "on" });
  expect(after?.next.map((at) => [at.getUTCDay(), at.toISOString().slice(11, 16)])).toEqual(
    [1, 2, 3].map(() => [5, "09:30"]),
  );
});

test("while as many runs of its maker are under way as may be, its time stays due; it is missed only after half an hour", async () => {
  await lib.saveLimits(team.admin, lib.runLimits.parse({ atOnce: 1 }));
  const busy = await lib.db().run.create({
    data: {
      workspaceId: team.workspaceId,
      assignmentName: "Another",
      memberId: team.author.id,
      memberName: team.author.name,
      status: "working",
      worker: "elsewhere",
      leasedUntil: new Date(Date.now() + 600_000),
    },
  });
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const first = await nextOf();
  await lib.startDue(justAfter(first));
  expect(await lib.db().schedule.findFirst({ where: { assignmentId } })).toMatchObject({
    nextAt: first,
    missed: 0,
  });
  const minutes = (count: number) => new Date(first.getTime() + count * 60_000);
  await lib.startDue(minutes(31));
  await lib.startDue(minutes(24 * 60 + 31));
  expect(await lib.listSchedules(team.author, assignmentId)).toMatchObject([
    { status: "paused", pausedFor: "As many of your runs were under way as may be at once." },
  ]);

  const [schedule] = await lib.listSchedules(team.author, assignmentId);
  await lib.resumeSchedule(team.author, schedule?.id ?? "");
  await lib.db().run.update({ where: { id: busy.id }, data: { status: "finished" } });
  await lib.startDue(justAfter(await nextOf()));
  expect(await lib.listRuns(team.author, { assignmentId })).toHaveLength(1);
});

test("a schedule that fails each time is told of once, until it has succeeded or was changed", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const told = () => lib.db().notice.count({ where: { memberId: team.author.id, kind: "runFailed" } });
  const isFailing = async () => (await lib.listSchedules(team.author, assignmentId))[0]?.failing;

  await runOnce("failed");
  await runOnce("failed");
  expect([await told(), await isFailing()]).toEqual([1, true]);
  expect((await lib.listNews(team.author))[0]?.text).toContain(
    "You hear no more of failures of its schedule until a run of it has finished",
  );

  const [schedule] = await lib.listSchedules(team.author, assignmentId);
  await lib.saveSchedule(team.author, { ...input, assignmentId, scheduleId: schedule?.id ?? "" });
  expect(await isFailing()).toBe(false);
  await runOnce("failed");
  expect(await told()).toBe(2);

  await chooseModel(team.admin);
  model.script = () => say("Done.");
  await runOnce("finished");
  expect(await isFailing()).toBe(false);
  await lib.removeModel(team.admin);
  await runOnce("failed");
  expect(await told()).toBe(3);
});

/** The schedule's next time comes, and its run ends like this. Without a model a run fails at once. */
async function runOnce(status: "failed" | "finished"): Promise<void> {
  const earlier = await lib.listRuns(team.author, { assignmentId });
  await lib.startDue(justAfter(await nextAtOf()));
  await vi.waitFor(async () => {
    const [latest, ...rest] = await lib.listRuns(team.author, { assignmentId });
    expect([latest?.status, rest.length]).toEqual([status, earlier.length]);
  }, PATIENCE);
}

async function nextAtOf(): Promise<Date> {
  const { nextAt } = await lib.db().schedule.findFirstOrThrow({ where: { assignmentId } });
  return nextAt ?? new Date(Number.NaN);
}

test("a schedule goes with its maker, and an admin can remove anyone's", async () => {
  await lib.saveSchedule(team.member, { ...input, assignmentId });
  const [schedule] = await lib.listSchedules(team.admin, assignmentId);
  await expect(lib.removeSchedule(team.author, schedule?.id ?? "")).rejects.toMatchObject({
    code: "not-found",
  });
  await lib.removeSchedule(team.admin, schedule?.id ?? "");
  expect(await lib.listSchedules(team.admin, assignmentId)).toEqual([]);

  await lib.saveSchedule(team.member, { ...input, assignmentId });
  await lib.db().member.delete({ where: { id: team.member.id } });
  expect(await lib.listSchedules(team.admin, assignmentId)).toEqual([]);
});

test("an edit that names another assignment than the schedule's own is refused, and the log says nothing", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const [schedule] = await lib.listSchedules(team.author, assignmentId);
  const elsewhere = await lib.buildAssignment(team.author, {});
  const edit = { ...input, scheduleId: schedule?.id ?? "", assignmentId: elsewhere };
  await expect(lib.saveSchedule(team.author, edit)).rejects.toMatchObject({ code: "not-found" });
  expect(await lib.db().auditEvent.count({ where: { subjectId: elsewhere, name: "schedule.edited" } })).toBe(
    0,
  );
});

test("of schedules made all at once as many are kept as one person may have", async () => {
  await Promise.allSettled(
    Array.from({ length: 14 }, () => lib.saveSchedule(team.author, { ...input, assignmentId })),
  );
  expect(await lib.listSchedules(team.author, assignmentId)).toHaveLength(10);
});

test("a schedule that nobody can read keeps no other from its turn", async () => {
  await lib.saveSchedule(team.author, { ...input, assignmentId });
  const due = await nextOf();
  const broken = { ...input, cron: "0 0 30 2 *", nextAt: new Date(due.getTime() - 60_000) };
  const { cron, timeZone, message, nextAt } = broken;
  const place = { workspaceId: team.workspaceId, assignmentId, memberId: team.member.id };
  await lib.db().schedule.create({ data: { cron, timeZone, message, nextAt, ...place } });
  await lib.startDue(justAfter(due));
  expect(await lib.listRuns(team.author, { assignmentId })).toMatchObject([{ own: true }]);
  await lib.db().schedule.deleteMany({ where: { cron } });
});
