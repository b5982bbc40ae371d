import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startModelServer } from "../fakes/model-server";
import type { TestWorkspace } from "../support/builders";
import { openTestDatabase, type TestDatabase } from "../support/database";
import { allowOrigins, startSamples } from "../support/samples";

type Samples = Awaited<ReturnType<typeof startSamples>>;
let samples: Samples;
let database: TestDatabase;
let team: TestWorkspace;
let lib: Awaited<ReturnType<typeof importLib>>;
let assignmentId: string;
let warehouse: string;
const model = await startModelServer();

async function importLib() {
  return {
    ...(await import("@/lib/notices/queries")),
    ...(await import("@/lib/runs/schedules")),
    ...(await import("@/lib/runs/due")),
    ...(await import("@/lib/runs/queries")),
    ...(await import("@/lib/runs/worker")),
    ...(await import("@/lib/db/client")),
    ...(await import("../support/builders")),
    ...(await import("./endpoint-house")),
  };
}

beforeAll(async () => {
  samples = await startSamples();
  allowOrigins([model.origin]);
  database = await openTestDatabase();
  lib = await importLib();
  await lib.startWorker();
});
afterAll(async () => {
  await lib.stopWorker();
  await database.close();
  await samples.close();
  await model.close();
});
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
  expect(await lib.listSchedules(team.member, assignmentId)).toMatchObject([{ status: "on" }]);
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
    code: "not-found",
  });
  await lib.resumeSchedule(team.member, schedule?.id ?? "");
  expect(await lib.listNews(team.member)).toEqual([]);
  await lib.startDue(justAfter(await nextOf()));
  expect(await lib.listRuns(team.member, { assignmentId })).toMatchObject([{ own: true }]);
});

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
