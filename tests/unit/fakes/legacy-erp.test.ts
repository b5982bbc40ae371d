import { afterAll, beforeAll, expect, test } from "vitest";
import { startLegacyErp } from "@/tests/fakes/legacy-erp";
import { erpTenant, erpToken } from "@/tests/fakes/sample-credentials";
import type { SampleServer } from "@/tests/fakes/sample-server";
import { connectV1, connectV2 } from "./clients";

let server: SampleServer;
beforeAll(async () => {
  server = await startLegacyErp();
});
afterAll(() => server.close());

const headersOf = (person: string) => ({ "x-erp-user": person, "x-erp-token": erpToken(person) });

test("both SDKs work with orders, each as the person their headers name", async () => {
  const ada = await connectV1(server.url, headersOf("ada"));
  const ben = await connectV2(server.url, { ...headersOf("ben"), "x-erp-tenant": erpTenant });
  await ada.callTool({
    name: "update_order_status",
    arguments: { id: "SO-10444", status: "shipped", note: "by DHL" },
  });
  const found = await ben.callTool({ name: "search_orders", arguments: { customer: "brightwater" } });

  expect(found.structuredContent).toEqual({
    orders: [
      {
        id: "SO-10444",
        customer: "Brightwater Utilities",
        placedOn: "2026-10-28",
        status: "shipped",
        total: 1404,
      },
    ],
  });
  expect(server.calls.map(({ person, tool }) => [person, tool])).toEqual([
    ["ada", "update_order_status"],
    ["ben", "search_orders"],
  ]);
  expect(server.calls[1]?.headers["x-erp-tenant"]).toBe(erpTenant);
  expect(server.requests.every(({ headers }) => headers["mcp-session-id"] === undefined)).toBe(true);

  await Promise.all([ada.close(), ben.close()]);
});

test("a shipped order can't be cancelled", async () => {
  const client = await connectV2(server.url, headersOf("ada"));
  const result = await client.callTool({
    name: "cancel_order",
    arguments: { id: "SO-10418", reason: "late" },
  });
  await client.close();

  expect(result).toMatchObject({ isError: true, content: [{ text: "SO-10418 is already shipped." }] });
});

test.each([
  ["no header", {}, "Header X-ERP-User is missing."],
  ["a user alone", { "x-erp-user": "ada" }, "Header X-ERP-Token is missing."],
  [
    "another person's token",
    { "x-erp-user": "ada", "x-erp-token": erpToken("ben") },
    "X-ERP-User and X-ERP-Token do not belong together.",
  ],
  [
    "a foreign tenant",
    { ...headersOf("ada"), "x-erp-tenant": "globex" },
    "Header X-ERP-Tenant is missing or names no tenant.",
  ],
])("%s is answered 401", async (_, headers, message) => {
  const answer = await fetch(server.url, { method: "POST", headers, body: "{}" });

  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual({ code: "ERP-401", message });
});

test("where a tenant is required, none is not enough", async () => {
  const strict = await startLegacyErp({ tenant: "required" });

  await expect(connectV1(strict.url, headersOf("ada"))).rejects.toThrow();
  await (await connectV1(strict.url, { ...headersOf("ada"), "x-erp-tenant": erpTenant })).close();

  await strict.close();
});
