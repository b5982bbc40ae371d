import { afterAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Settings } from "@/lib/connections/schema";
import { call, say, scenario } from "../fakes/model-script";
import type { TestWorkspace } from "../support/builders";
import { apiKey, oauth } from "../support/connection-input";
import { startSamples } from "../support/samples";
import { named, openRunHouse } from "./run-house";

const samples = await startSamples();
afterAll(() => samples.close());
const { model, chooseModel, eventsOf, untilStatus } = await openRunHouse();
const lib = {
  ...(await import("@/lib/runs/commands")),
  ...(await import("@/lib/runs/decide")),
  ...(await import("@/lib/runs/queries")),
  ...(await import("@/lib/runs/worker")),
  ...(await import("@/lib/db/client")),
  ...(await import("../support/builders")),
  ...(await import("./endpoint-house")),
};

let team: TestWorkspace;

beforeEach(async () => {
  team = await lib.buildWorkspace();
  await chooseModel(team.admin);
});

const GOOD_ARGS = { sku: "BLT-M8-40", quantity: 2, order: "PO-1" };

/** The warehouse, signed in to by the author and the member as different people, with stock to find and to reserve. */
async function stockAssignment(): Promise<string> {
  const warehouse = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(team.author, warehouse, "ada");
  await lib.signInToWarehouse(team.member, warehouse, "ben");
  await lib.addOpen(team.admin, "Public holidays", samples.holidays.url);
  return lib.buildAssignment(team.author, {
    find_stock: "allow",
    next_holiday: "allow",
    reserve_stock: "ask",
  });
}

async function start(actor: Actor, assignmentId: string, message = "Restock."): Promise<string> {
  return lib.startRun(actor, { assignmentId, message });
}

const asksToReserve = scenario(
  { asked: /./, answer: call("reserve_stock", GOOD_ARGS, "I would reserve two.") },
  { result: "reserve_stock", answer: ({ arrived }) => say(`It said: ${arrived[0]?.result}`) },
);

test("a run calls tools of two connections as the person who started it, and says what came of it", async () => {
  const assignmentId = await stockAssignment();
  model.script = scenario(
    { asked: /bolts/, answer: call("find_stock", { query: "bolt" }, "Let me look.") },
    { result: "find_stock", answer: call("next_holiday", { country: "DE" }) },
    { result: "next_holiday", answer: say("There are bolts.") },
  );
  const runId = await start(team.author, assignmentId, "How many bolts?");
  await untilStatus(team.author, runId, "finished");

  const events = await eventsOf(runId);
  expect(named(events, "call.answered").map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  expect(named(events, "model.said").at(-1)?.text).toBe("There are bolts.");
  expect(new Set(samples.warehouse.calls.map(({ person }) => person))).toEqual(new Set(["ada"]));
});

test("a tool marked Ask waits for the person it acts as, and nobody else can say yes", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const before = reservations().length;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  expect(reservations()).toHaveLength(before);

  const [approval] = await lib.listWaitingApprovals(team.author);
  expect(approval).toMatchObject({
    tool: "reserve_stock",
    connection: "Warehouse API",
    arguments: GOOD_ARGS,
  });
  expect(await lib.listWaitingApprovals(team.member)).toEqual([]);
  await expect(lib.decideApproval(team.owner, yes(approval?.id))).rejects.toMatchObject({
    code: "not-found",
  });

  await lib.decideApproval(team.author, yes(approval?.id));
  await untilStatus(team.author, runId, "finished");
  expect(reservations().slice(before)).toMatchObject([{ person: "ada", arguments: GOOD_ARGS }]);
  await expect(lib.decideApproval(team.author, yes(approval?.id))).rejects.toMatchObject({
    code: "conflict",
  });
});

test("an approval says with whose credential the call would be made, as it stands now", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  const shared = { name: "X-Key", secret: true, hint: "", shared: true };
  const as = async (settings: Settings) => {
    await lib.db().connection.updateMany({ where: { name: "Warehouse API" }, data: { settings } });
    const [approval] = await lib.listRunApprovals(team.author, runId);
    return approval?.as;
  };
  expect(await as(apiKey)).toBe("person");
  expect(await as({ ...oauth, signsIn: "company" })).toBe("person");
  expect(await as({ ...oauth, signsIn: "workspace" })).toBe("workspace");
  expect(await as({ authorization: "headers", headers: [shared] })).toBe("workspace");
  expect(await as({ authorization: "headers", headers: [shared, { ...shared, shared: false }] })).toBe(
    "person",
  );
  expect(await as({ authorization: "none" })).toBe("nobody");
  await lib.stopRun(team.author, runId);
});

test("what the person made of the arguments is what is sent, and the model hears of it", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const before = reservations().length;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  const [approval] = await lib.listWaitingApprovals(team.author);
  for (const [args, sentence] of [
    ["[]", "The arguments must be a JSON object."],
    ['{"sku":"BLT-M8-40","order":"PO-1"}', "quantity is missing."],
    [JSON.stringify({ ...GOOD_ARGS, quantity: "one" }), "quantity must be a number, not text."],
  ] as const) {
    const refused = { code: "invalid", field: "arguments", message: sentence };
    const decided = lib.decideApproval(team.author, { ...yes(approval?.id), arguments: args });
    await expect(decided).rejects.toMatchObject(refused);
  }

  const edited = { ...GOOD_ARGS, quantity: 1 };
  await lib.decideApproval(team.author, { ...yes(approval?.id), arguments: JSON.stringify(edited) });
  await untilStatus(team.author, runId, "finished");
  expect(reservations().slice(before)).toMatchObject([{ arguments: edited }]);
  expect(JSON.stringify(model.requests.at(-1)?.body)).toContain("A person changed the arguments");
});

test("a denial reaches the model with its reason, and nothing is called", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const before = reservations().length;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  const [approval] = await lib.listWaitingApprovals(team.author);
  await lib.decideApproval(team.author, { ...yes(approval?.id), decision: "deny", reason: "Not this week." });
  await untilStatus(team.author, runId, "finished");
  expect(reservations()).toHaveLength(before);
  const said = named(await eventsOf(runId), "model.said");
  expect(said.at(-1)?.text).toBe(`It said: ${team.author.name} denied this call: Not this week.`);
});

test("an approval nobody gives in time counts as denied", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  const [approval] = await lib.listWaitingApprovals(team.author);
  await lib.db().approval.updateMany({ where: { id: approval?.id ?? "" }, data: { expiresAt: new Date(0) } });
  await expect(lib.decideApproval(team.author, yes(approval?.id))).rejects.toMatchObject({
    code: "conflict",
  });
  await lib.sweepRuns();
  await untilStatus(team.author, runId, "finished");
  const answers = named(await eventsOf(runId), "call.answered");
  expect(answers).toMatchObject([
    { outcome: "denied", text: "Nobody approved this call in time. It was not made." },
  ]);
});

test("a run that waits can be stopped, by the person it runs for or an admin", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  await expect(lib.stopRun(team.member, runId)).rejects.toMatchObject({ code: "forbidden" });
  await lib.stopRun(team.admin, runId);
  await untilStatus(team.author, runId, "stopped");
  expect(await lib.listWaitingApprovals(team.author)).toEqual([]);
});

test("whoever has no sign-in is told so in the transcript, and nobody else's is used", async () => {
  const assignmentId = await stockAssignment();
  model.script = scenario(
    { asked: /./, answer: call("find_stock", { query: "bolt" }) },
    { result: "find_stock", answer: ({ arrived }) => say(arrived[0]?.result ?? "") },
  );
  const before = samples.warehouse.calls.length;
  const runId = await start(team.owner, assignmentId);
  await untilStatus(team.author, runId, "finished");
  const [answer] = named(await eventsOf(runId), "call.answered");
  expect(answer).toMatchObject({
    outcome: "refused",
    text: expect.stringContaining("Sign in to Warehouse API first"),
  });
  expect(samples.warehouse.calls).toHaveLength(before);
});

test("a run whose person is removed while it waits for their yes ends, and says why", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const runId = await start(team.member, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  await lib.db().member.delete({ where: { id: team.member.id } });
  await untilStatus(team.author, runId, "failed");
  const [end] = named(await eventsOf(runId), "run.ended");
  expect(end?.sentence).toContain("has left the workspace");
});

const yes = (approvalId = "") => ({ approvalId, decision: "approve" as const, reason: "", arguments: "" });

function reservations() {
  return samples.warehouse.calls.filter(({ tool }) => tool === "reserve_stock");
}

test("a yes is for the tool as it was when the run began, not for one that changed and was picked again", async () => {
  const assignmentId = await stockAssignment();
  model.script = asksToReserve;
  const runId = await start(team.author, assignmentId);
  await untilStatus(team.author, runId, "waiting");
  const [approval] = await lib.listRunApprovals(team.author, runId);
  const picked = await lib.db().pick.findFirstOrThrow({
    where: { assignmentId, tool: { name: "reserve_stock" } },
    select: { toolId: true },
  });
  const changed = { reviewedFingerprint: "another", latestFingerprint: "another" };
  await lib.db().tool.update({ where: { id: picked.toolId }, data: changed });
  await lib.db().pick.updateMany({ where: picked, data: { fingerprint: "another" } });

  const before = samples.warehouse.calls.length;
  await lib.decideApproval(team.author, {
    approvalId: approval?.id ?? "",
    decision: "approve",
    reason: "",
    arguments: "",
  });
  await untilStatus(team.author, runId, "finished");
  expect(samples.warehouse.calls.length).toBe(before);
});
