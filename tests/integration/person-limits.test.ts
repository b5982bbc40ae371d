import { afterAll, beforeEach, expect, test } from "vitest";
import type { TestWorkspace } from "../support/builders";
import { startSamples } from "../support/samples";
import { openRunHouse } from "./run-house";

/** How much one person may have under way, exactly, however much they ask for at the same moment. */

const samples = await startSamples();
afterAll(() => samples.close());
const { model, chooseModel, untilStatus } = await openRunHouse();
const lib = {
  ...(await import("@/lib/access/actor")),
  ...(await import("@/lib/db/client")),
  ...(await import("@/lib/runs/commands")),
  ...(await import("@/lib/runs/limits")),
  ...(await import("@/lib/runs/queries")),
  ...(await import("@/lib/runs/requests")),
  ...(await import("@/lib/runs/schema")),
  ...(await import("../support/builders")),
  ...(await import("./endpoint-house")),
};

let team: TestWorkspace;

beforeEach(async () => {
  team = await lib.buildWorkspace();
});

test("of runs asked for at once as many begin as may be, each other is refused with the reason, and one that ends makes room", async () => {
  await chooseModel(team.admin);
  model.script = () => ({ text: "One moment", ends: "hang" });
  await lib.saveLimits(team.admin, lib.runLimits.parse({ atOnce: 2 }));
  const assignmentId = await lib.buildAssignment(team.author, {});
  const start = (actor = team.author) => lib.startRun(actor, { assignmentId, message: "" });

  const asked = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => start()));
  const begun = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(begun).toHaveLength(2);
  expect(asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))).toMatchObject(
    [1, 2, 3, 4].map(() => ({
      code: "conflict",
      message: "2 of your runs are under way, and no more may be at once. Wait until one ends, or stop one.",
    })),
  );
  begun.push(await start(team.member));

  await lib.stopRun(team.author, begun[0] ?? "");
  await untilStatus(team.author, begun[0] ?? "", "stopped");
  begun.push(await start());
  for (const runId of begun) await lib.stopRun(team.admin, runId);
});

test("calls of a program that asks without end wait up to fifty, also when they come all at once", async () => {
  const warehouse = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(team.author, warehouse, "ada");
  const { id: toolId } = await lib.db().tool.findFirstOrThrow({ where: { connectionId: warehouse } });
  const request = (order: number) => ({
    assignment: { id: null, name: "Restock" },
    tool: { toolId, tool: "reserve_stock", connection: "Warehouse API", fingerprint: "f" },
    arguments: { order },
  });
  const permit = lib.authorize(team.member, "runs.start");
  const asked = await Promise.all(
    Array.from({ length: 60 }, (_, order) => lib.requestApproval(permit, request(order))),
  );
  expect(asked.filter(({ kind }) => kind === "waiting")).toHaveLength(50);
  expect(asked.filter(({ kind }) => kind === "crowded")).toHaveLength(10);
  expect(await lib.listWaitingApprovals(team.member)).toHaveLength(50);
});
