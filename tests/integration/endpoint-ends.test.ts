import type { Server } from "node:http";
import { connect as dial } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { removeAssignment } from "@/lib/assignments/commands";
import { flushCalls } from "@/lib/audit/calls";
import { removeConnection } from "@/lib/connections/commands";
import { revokeToken } from "@/lib/endpoint/commands";
import { listOwnTokens } from "@/lib/endpoint/queries";
import { newToken } from "@/lib/secrets/hash";
import { signOut } from "@/lib/sign-ins/commands";
import { removeMember } from "@/lib/workspace/commands";
import type { SampleServer } from "../fakes/sample-server";
import { startWarehouse } from "../fakes/warehouse";
import { buildMember, buildWorkspace, type TestWorkspace } from "../support/builders";
import { openTestDatabase } from "../support/database";
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

beforeAll(async () => {
  await openTestDatabase();
  endpoints = await startEndpoints(ports.endpoint);
  warehouse = await startWarehouse({ port: ports.warehouse });
});

afterAll(async () => {
  await flushCalls();
  await Promise.all([shut(endpoints), warehouse.close()]);
});

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
