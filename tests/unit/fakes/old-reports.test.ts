import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOldReports } from "@/tests/fakes/old-reports";
import type { SampleServer } from "@/tests/fakes/sample-server";
import { connectV1, connectV2 } from "./clients";

let server: SampleServer;
beforeAll(async () => {
  server = await startOldReports();
});
afterAll(() => server.close());

test("a client of the old transport lists and calls its tool", async () => {
  const client = new Client({ name: "patchbay-tests", version: "1.0.0" });
  await client.connect(new SSEClientTransport(new URL(server.url)));
  const { tools } = await client.listTools();
  await client.callTool({ name: "monthly_report", arguments: {} });
  await client.close();

  expect(tools.map((tool) => tool.name)).toEqual(["monthly_report"]);
  expect(server.calls).toHaveLength(1);
});

test("Streamable HTTP does not work on it", async () => {
  await expect(connectV1(server.url)).rejects.toThrow();
  await expect(connectV2(server.url)).rejects.toThrow();
});
