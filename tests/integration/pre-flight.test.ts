import { afterAll, beforeEach, expect, test } from "vitest";
import type { TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";
import { startSamples } from "../support/samples";

const samples = await startSamples();
const lib = {
  ...(await import("@/lib/assignments/commands")),
  ...(await import("@/lib/db/client")),
  ...(await import("@/lib/runs/pre-flight")),
  ...(await import("../support/builders")),
  ...(await import("./endpoint-house")),
};

type Scene = TestWorkspace & { warehouse: string; holidays: string; assignmentId: string };

let scene: Scene;

withTestDatabase();
afterAll(() => samples.close());

/** Everything is there: a model, a tool of an open server, and one of a server that the author is signed in to. */
beforeEach(async () => {
  const team = await lib.buildWorkspace();
  const warehouse = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(team.author, warehouse, "ada");
  const holidays = await lib.addOpen(team.admin, "Public holidays", samples.holidays.url);
  await lib.db().modelSettings.create({
    data: { workspaceId: team.workspaceId, provider: "anthropic", model: "small" },
  });
  const assignmentId = await lib.buildAssignment(team.author, { find_stock: "allow", next_holiday: "ask" });
  scene = { ...team, warehouse, holidays, assignmentId };
});

type Cause = {
  breaks?: () => Promise<unknown>;
  asks?: "member";
  says: object[];
};

const stock = () => ({ connectionId: scene.warehouse, name: "find_stock" });
const signInIs = (status: "needsReconnect" | "unavailable") =>
  lib.db().signIn.updateMany({ where: { connectionId: scene.warehouse }, data: { status } });
const stockIs = (data: object) => lib.db().tool.updateMany({ where: stock(), data });
const tool = (problem: string) => ({
  kind: "tool",
  stops: false,
  connection: "Warehouse API",
  tool: "find_stock",
  problem,
});
const signIn = (state: string) => ({
  kind: "sign-in",
  stops: false,
  signIn: { connectionName: "Warehouse API", state },
});

const causes: Record<string, Cause> = {
  nothing: { says: [] },
  "no model": {
    breaks: () => lib.db().modelSettings.delete({ where: { workspaceId: scene.workspaceId } }),
    says: [{ kind: "no-model", stops: true }],
  },
  "no tools": {
    breaks: () =>
      lib.saveSetup(scene.author, scene.assignmentId, { version: 2, instructions: "", picks: [] }),
    says: [{ kind: "no-tools", stops: false }],
  },
  "not signed in": { asks: "member", says: [signIn("notSignedIn")] },
  "a sign-in that needs reconnecting": {
    breaks: () => signInIs("needsReconnect"),
    says: [signIn("needsReconnect")],
  },
  "nothing of an outage": { breaks: () => signInIs("unavailable"), says: [] },
  "a tool that changed": { breaks: () => stockIs({ latestFingerprint: "other" }), says: [tool("held")] },
  "a tool that is gone": { breaks: () => stockIs({ latestFingerprint: null }), says: [tool("gone")] },
  "a tool that can't be used": {
    breaks: () => stockIs({ unusable: "Its input schema is no schema." }),
    says: [tool("unusable")],
  },
  "a tool that was accepted as something else": {
    breaks: () => stockIs({ latestFingerprint: "other", reviewedFingerprint: "other" }),
    says: [tool("moved")],
  },
  "two things at once": {
    asks: "member",
    breaks: () => stockIs({ latestFingerprint: null }),
    says: [signIn("notSignedIn"), tool("gone")],
  },
};

test.each(Object.entries(causes))("pre-flight names %s, and nothing else", async (_name, cause) => {
  await cause.breaks?.();
  const asker = cause.asks === "member" ? scene.member : scene.author;
  const obstacles = await lib.preFlight(asker, scene.assignmentId);
  expect(obstacles).toHaveLength(cause.says.length);
  expect(obstacles).toMatchObject(cause.says);
});
