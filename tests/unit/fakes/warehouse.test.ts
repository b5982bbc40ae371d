import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { warehouseKey } from "@/tests/fakes/sample-credentials";
import { startWarehouse, type Warehouse } from "@/tests/fakes/warehouse";
import { connectV1, connectV2 } from "./clients";

let server: Warehouse;
beforeEach(async () => {
  server = await startWarehouse();
});
afterEach(() => server.close());

const keyOf = (person: string) => ({ authorization: `Bearer ${warehouseKey(person)}` });

test("both SDKs find stock, each as the person whose key they hold", async () => {
  const ada = await connectV1(server.url, keyOf("ada"));
  const ben = await connectV2(server.url, keyOf("ben"));
  await ada.callTool({ name: "find_stock", arguments: { query: "bearing" } });
  const found = await ben.callTool({ name: "find_stock", arguments: { query: "BLT-M8" } });

  expect(found.structuredContent).toMatchObject({ lines: [{ sku: "BLT-M8-40", bin: "A-02-1" }] });
  expect(server.calls.map(({ person, headers }) => [person, headers.authorization])).toEqual([
    ["ada", keyOf("ada").authorization],
    ["ben", keyOf("ben").authorization],
  ]);
  expect(server.openSessions()).toBe(2);

  await Promise.all([ada.close(), ben.close()]);
});

test("what is reserved can't be reserved again", async () => {
  const client = await connectV1(server.url, keyOf("ada"));
  const order = { sku: "PMP-CR5", quantity: 6, order: "SO-1" };
  const first = await client.callTool({ name: "reserve_stock", arguments: order });
  const second = await client.callTool({ name: "reserve_stock", arguments: order });
  await client.close();

  expect(first.isError).toBeUndefined();
  expect(second).toMatchObject({
    isError: true,
    content: [{ text: "Only 3 of PMP-CR5 can still be reserved." }],
  });
});

test.each([
  ["no key", undefined],
  ["a made-up key", "Bearer wh_ada_0123456789abcdef01234567"],
  ["a key without its prefix word", warehouseKey("ada").slice(3)],
])("%s is answered 401 without a challenge", async (_, authorization) => {
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
  const answer = await fetch(server.url, { method: "POST", headers, body: "{}" });

  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBeNull();
});

test("a revoked key stops working while the others go on", async () => {
  server.revokeKey("ada");

  await expect(connectV1(server.url, keyOf("ada"))).rejects.toThrow();
  await (await connectV1(server.url, keyOf("ben"))).close();
});

test("one person's session does not answer another person", async () => {
  const ada = await connectV1(server.url, keyOf("ada"));
  const session = String(
    server.requests.findLast(({ headers }) => headers["mcp-session-id"])?.headers["mcp-session-id"],
  );
  const headers = { ...keyOf("ben"), "content-type": "application/json", "mcp-session-id": session };
  const answer = await fetch(server.url, { method: "POST", headers, body: "{}" });

  expect(answer.status).toBe(404);
  await ada.close();
});

test.each([404, 400] as const)("a forgotten session is answered %i", async (forgottenStatus) => {
  const forgetful = await startWarehouse({ forgottenStatus });
  const client = await connectV1(forgetful.url, keyOf("ada"));
  forgetful.forgetSessions();

  await expect(client.listTools()).rejects.toMatchObject({ code: forgottenStatus });
  expect(forgetful.openSessions()).toBe(0);

  await client.close();
  await forgetful.close();
});

test("a slow count reports its progress", async () => {
  const v1 = await connectV1(server.url, keyOf("ada"));
  const v2 = await connectV2(server.url, keyOf("ben"));
  const call = { name: "slow_inventory", arguments: { seconds: 0.03, steps: 3 } };
  const seen: string[] = [];
  await v1.callTool(call, undefined, { onprogress: ({ progress }) => void seen.push(`v1 ${progress}`) });
  await v2.callTool(call, { onprogress: ({ progress }) => void seen.push(`v2 ${progress}`) });

  expect(seen).toEqual(["v1 1", "v1 2", "v1 3", "v2 1", "v2 2", "v2 3"]);
  await Promise.all([v1.close(), v2.close()]);
});

test("a slow count stops when it is no longer wanted", async () => {
  const client = await connectV1(server.url, keyOf("ada"));
  const cancel = new AbortController();
  const answer = client.callTool({ name: "slow_inventory", arguments: { seconds: 60 } }, undefined, {
    signal: cancel.signal,
  });
  await vi.waitUntil(() => server.calls.length === 1);
  cancel.abort();

  await expect(answer).rejects.toThrow();
  await vi.waitUntil(() => server.calls[0]?.outcome === "cancelled");
  await client.close();
});
