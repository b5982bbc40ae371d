import { expect, test } from "vitest";
import { startManyTools } from "@/tests/fakes/many-tools";
import { connectV1, connectV2 } from "./clients";

test("two thousand tools come in pages, each under a name of its own", async () => {
  const server = await startManyTools();
  const client = await connectV2(server.url);
  const { tools } = await client.listTools();

  expect(new Set(tools.map((tool) => tool.name)).size).toBe(2_000);

  await client.close();
  await server.close();
});

test("the first page ends where the page size says and names the next", async () => {
  const server = await startManyTools({ count: 5, pageSize: 2 });
  const client = await connectV1(server.url);
  const first = await client.listTools();
  const last = await client.listTools({ cursor: "4" });

  expect(first.tools).toHaveLength(2);
  expect(first.nextCursor).toBe("2");
  expect(last.tools.map((tool) => tool.name)).toEqual(["read_power_0005"]);
  expect(last.nextCursor).toBeUndefined();

  await client.close();
  await server.close();
});
