import type { Server } from "node:http";
import { connect as dial } from "node:net";
import type { ServerContext } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { removeAssignment, saveSetup } from "@/lib/assignments/commands";
import { removeConnection } from "@/lib/connections/commands";
import { sealHeaders } from "@/lib/connections/secrets";
import { db } from "@/lib/db/client";
import { findCaller } from "@/lib/endpoint/actor";
import { callPicked } from "@/lib/endpoint/call";
import { revokeToken } from "@/lib/endpoint/commands";
import { listOwnTokens } from "@/lib/endpoint/queries";
import { decideApproval } from "@/lib/runs/decide";
import { newToken } from "@/lib/secrets/hash";
import { signOut } from "@/lib/sign-ins/commands";
import { removeMember } from "@/lib/workspace/commands";
import { warehouseKey } from "../fakes/sample-credentials";
import type { SampleServer } from "../fakes/sample-server";
import { startWarehouse } from "../fakes/warehouse";
import { buildMember, buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";
import { shut } from "../support/ports";
import { connectV2 } from "../unit/fakes/clients";
import {
  addWarehouse,
  bearer,
  buildAssignment,
  signInToWarehouse,
  startEndpoints,
  tokenFor,
} from "./endpoint-house";

// The environment is read once, when the first module of the console is loaded, so the ports come before.
const ports = await vi.hoisted(async () => {
  const { freePort } = await import("../support/ports");
  const [endpoint, warehouse] = [await freePort(), await freePort()];
  process.env["PATCHBAY_URL"] = `http://127.0.0.1:${endpoint}`;
  process.env["PATCHBAY_EGRESS_ALLOW"] = `127.0.0.1:${warehouse}`;
  return { endpoint, warehouse };
});

let team: TestWorkspace;
let endpoints: Server;
let warehouse: SampleServer;

withTestDatabase();
beforeAll(async () => {
  endpoints = await startEndpoints(ports.endpoint);
  warehouse = await startWarehouse({ port: ports.warehouse });
});

afterAll(() => Promise.all([shut(endpoints), warehouse.close()]));

type Scene = { caller: TestWorkspace["member"]; connectionId: string; assignmentId: string };
let scene: Scene;

beforeEach(async () => {
  team = await buildWorkspace();
  const caller = await buildMember(team.workspaceId, "member");
  const connectionId = await addWarehouse(team.admin, warehouse.url);
  await signInToWarehouse(caller, connectionId, "ada");
  const assignmentId = await buildAssignment(team.author, { slow_inventory: "allow" });
  scene = { caller, connectionId, assignmentId };
});

const removals: Record<string, (scene: Scene) => Promise<unknown>> = {
  "the token": async ({ caller, assignmentId }) => {
    const [token] = await listOwnTokens(caller, assignmentId);
    await revokeToken(caller, token?.id ?? "");
  },
  "the person": ({ caller }) => removeMember(team.owner, caller.id),
  "the connection": ({ connectionId }) => removeConnection(team.admin, connectionId),
  "the assignment": ({ assignmentId }) => removeAssignment(team.author, assignmentId),
  "the sign-in": ({ caller, connectionId }) => signOut(caller, connectionId),
  "the pick": ({ assignmentId }) =>
    saveSetup(team.author, assignmentId, { version: 2, instructions: "", picks: [] }),
};

test.each(Object.keys(removals))(
  "a call under way ends when %s is removed, here and upstream",
  async (what) => {
    const client = await connectV2(
      address(scene.assignmentId),
      bearer(await tokenFor(scene.caller, scene.assignmentId)),
    );
    const started = Promise.withResolvers<void>();
    const call = client.callTool(
      { name: "warehouse_api__slow_inventory", arguments: { seconds: 60, steps: 100 } },
      { onprogress: () => started.resolve() },
    );
    await Promise.race([started.promise, call]);
    await removals[what]?.(scene);
    expect(JSON.stringify((await call).content)).toContain("was removed while it ran");
    await vi.waitFor(() =>
      expect(warehouse.calls.at(-1)).toMatchObject({ tool: "slow_inventory", outcome: "cancelled" }),
    );
    await client.close();
  },
);

test.each(Object.keys(removals))(
  "a call that waited for its person's yes is not made once %s is removed",
  async (what) => {
    const { caller } = scene;
    const assignmentId = await buildAssignment(team.author, { find_stock: "ask" });
    const token = await tokenFor(caller, assignmentId);
    const wanted = { slug: "warehouse_api", tool: "find_stock" };
    const message = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "warehouse_api__find_stock", arguments: { query: "bearing" } },
    } as const;
    const exchange = await findCaller(token, assignmentId, wanted);
    if (!exchange) throw new Error("The token is not known.");
    const call = () => callPicked(exchange, message, noHost);

    expect(JSON.stringify(await call())).toContain("waits for your yes");
    const { id: approvalId } = await db().approval.findFirstOrThrow({ where: { assignmentId } });
    await decideApproval(caller, { approvalId, decision: "approve", reason: "", arguments: "" });
    const before = warehouse.calls.length;
    await removals[what]?.({ ...scene, assignmentId });
    await call().catch(() => null);
    expect(warehouse.calls.length).toBe(before);
  },
);

// Safe: of a call's context this is all that a host without capabilities fills in.
const noHost = {
  mcpReq: { id: 1, signal: new AbortController().signal, envelope: {}, requestState: () => undefined },
} as unknown as ServerContext;

test("what breaks in the console is for its log, not for a host", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const assignmentId = await buildAssignment(team.author, { find_stock: "ask" });
  const headers = {
    ...bearer(await tokenFor(scene.caller, assignmentId)),
    accept: "application/json, text/event-stream",
    "content-type": "application/json",
  };
  // Deeper than what walks through arguments can go.
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const params = `{"name":"warehouse_api__find_stock","arguments":{"query":"x","more":${deep}}}`;
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`;
  const answer = await (await fetch(address(assignmentId), { method: "POST", headers, body })).text();
  expect(answer).toContain("Something went wrong in Patchbay");
  expect(answer).not.toContain("call stack");
  expect(log).toHaveBeenCalled();
  log.mockRestore();
});

test("a sign-in left from before the workspace shared its key ends no call", async () => {
  const settings = {
    authorization: "headers",
    headers: [{ name: "Authorization", secret: true, hint: "", shared: true }],
  } as const;
  await db().connection.update({
    where: { id: scene.connectionId },
    data: {
      authorization: "headers",
      settings,
      sharedHeaders: sealHeaders(scene.connectionId, { Authorization: `Bearer ${warehouseKey("ada")}` }),
    },
  });
  await db().signIn.updateMany({
    where: { connectionId: scene.connectionId },
    data: { credential: null, status: "needsReconnect" },
  });
  const client = await connectV2(
    address(scene.assignmentId),
    bearer(await tokenFor(scene.caller, scene.assignmentId)),
  );
  // Longer than it takes to notice that a right is gone.
  const wanted = { name: "warehouse_api__slow_inventory", arguments: { seconds: 3, steps: 3 } };
  expect((await client.callTool(wanted)).isError).not.toBe(true);
  await client.close();
});

test.each([
  ["says that it is large", "content-length: 1000000"],
  ["does not say how large it is", "transfer-encoding: chunked"],
])("a request of an unknown token that %s is refused before it is read", async (_what, framing) => {
  const socket = dial(ports.endpoint, "127.0.0.1");
  const answered = new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
  socket.write(
    [
      `POST /mcp/${scene.assignmentId} HTTP/1.1`,
      `host: 127.0.0.1:${ports.endpoint}`,
      `authorization: Bearer ${newToken("pbt_")}`,
      framing,
      "\r\n",
    ].join("\r\n"),
  );
  expect(await answered).toMatch(/^HTTP\/1\.1 401 /);
  socket.destroy();
});

const address = (assignmentId: string) => `http://127.0.0.1:${ports.endpoint}/mcp/${assignmentId}`;
