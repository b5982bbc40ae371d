import { expect, test } from "vitest";
import { listTools } from "@/lib/mcp/tools";
import { startManyTools } from "../../fakes/many-tools";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, type Received, startScripted, toolNamed } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";

const opened = closeAfterEach();

/** A 2025-era server that answers `tools/list` as told. */
async function listing(answer: (received: Received) => void): Promise<string> {
  const server = await startScripted((received) => greet(received) || answer(received));
  await opened(server);
  return server.url;
}

test.each(["2025", "2026"] as const)("two thousand tools over ten pages all arrive, %s", async (era) => {
  const server = await startManyTools({ count: 2_000, pageSize: 200 });
  await opened(server);

  const { tools, unusable, truncated, ...agreed } = await listTools(upstreamTo(server.url, { era }));

  expect(new Set(tools.map(({ name }) => name)).size).toBe(2_000);
  expect({ unusable, truncated }).toEqual({ unusable: [], truncated: false });
  expect(agreed).toEqual({
    era,
    protocolVersion: era === "2025" ? "2025-11-25" : "2026-07-28",
    server: { name: "Facility sensors", version: "1.0.0" },
  });
});

test("malformed tools are left out with the reason and the others stay", async () => {
  const url = await listing((received) =>
    received.result({
      tools: [
        toolNamed("good"),
        { name: "no_schema" },
        { name: "odd_schema", inputSchema: { type: "array" } },
        toolNamed("odd_words", { description: 42 }),
        toolNamed("odd_notes", { annotations: [] }),
        toolNamed("odd_output", { outputSchema: "text" }),
        toolNamed("good"),
        { description: "nameless", inputSchema: { type: "object" } },
        null,
        toolNamed("huge", { description: "x".repeat(70_000) }),
        toolNamed("as_a_task", { execution: { taskSupport: "required" } }),
        toolNamed("null_words", { description: null, annotations: null, title: null }),
      ],
    }),
  );

  const { tools, unusable } = await listTools(upstreamTo(url));

  expect(tools.map(({ name }) => name)).toEqual(["good", "null_words"]);
  expect(tools[1]).toEqual({ name: "null_words", inputSchema: { type: "object", properties: {} } });
  expect(unusable).toEqual([
    { name: "no_schema", reason: "it has no input schema" },
    { name: "odd_schema", reason: "its input schema does not describe an object" },
    { name: "odd_words", reason: "its description is not text" },
    { name: "odd_notes", reason: "its annotations are not an object" },
    { name: "odd_output", reason: "its output schema is not a schema" },
    { name: "good", reason: "the server lists this name more than once" },
    { name: "(no name)", reason: "it has no name" },
    { name: "(no name)", reason: "it has no name" },
    { name: "huge", reason: "it is larger than 64 KiB" },
    { name: "as_a_task", reason: "it can only be run as a task, which Patchbay does not do yet" },
  ]);
});

test("a malformed tool of a 2026-era server is left out as well", async () => {
  const server = await startScripted((received) =>
    received.result({
      resultType: "complete",
      ttlMs: 0,
      cacheScope: "private",
      tools: [toolNamed("good"), { name: "bad" }],
    }),
  );
  await opened(server);

  const { tools, unusable } = await listTools(upstreamTo(server.url, { era: "2026" }));

  expect([tools.length, unusable.length]).toEqual([1, 1]);
});

test("a schema nested past any use is left out before anything recurses into it", async () => {
  let schema = `{"type":"object"}`;
  for (let depth = 0; depth < 5_000; depth++) schema = `{"not":${schema}}`;
  const tool = `{"name":"abyss","inputSchema":{"type":"object","properties":{"a":${schema}}}}`;
  const url = await listing(({ id, body }) =>
    body(200, "application/json", `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${tool}]}}`),
  );

  expect((await listTools(upstreamTo(url))).unusable).toEqual([
    { name: "abyss", reason: "it is nested too deeply" },
  ]);
});

test("B05: pages without end stop at fifty", async () => {
  let pages = 0;
  const url = await listing((received) => {
    pages += 1;
    received.result({ tools: [toolNamed(`tool_${pages}`)], nextCursor: `page-${pages}` });
  });

  const { tools, truncated } = await listTools(upstreamTo(url));

  expect({ pages, tools: tools.length, truncated }).toEqual({ pages: 50, tools: 50, truncated: true });
});

test("B05: a cursor that repeats is followed once", async () => {
  let pages = 0;
  const url = await listing((received) => {
    pages += 1;
    received.result({ tools: [toolNamed("same")], nextCursor: "again" });
  });

  expect((await listTools(upstreamTo(url))).truncated).toBe(true);
  expect(pages).toBe(2);
});

test("B05: the list is cut at two thousand tools", async () => {
  const url = await listing((received) =>
    received.result({ tools: Array.from({ length: 2_500 }, (_, index) => toolNamed(`tool_${index}`)) }),
  );

  const { tools, truncated } = await listTools(upstreamTo(url));

  expect({ tools: tools.length, truncated }).toEqual({ tools: 2_000, truncated: true });
});

test("B05: the list is cut at eight mebibytes", async () => {
  const words = "x".repeat(60_000);
  const url = await listing((received) =>
    received.result({
      tools: Array.from({ length: 150 }, (_, index) => toolNamed(`tool_${index}`, { description: words })),
    }),
  );

  const { tools, truncated } = await listTools(upstreamTo(url));

  expect(truncated).toBe(true);
  expect(tools.length).toBe(139);
});

test("a server without tools is an empty list, not an error", async () => {
  const url = await listing((received) => received.error(200, -32601, "Method not found"));

  expect(await listTools(upstreamTo(url))).toMatchObject({ tools: [], truncated: false, era: "2025" });
});

test("a 2026-era tool that marks headers wrongly is left out, and a 2025-era one is not", async () => {
  const marked = toolNamed("marked", {
    inputSchema: {
      type: "object",
      properties: { list: { type: "array", items: { "x-mcp-header": "Item" } } },
    },
  });
  const url = await listing((received) => received.result({ resultType: "complete", tools: [marked] }));

  expect((await listTools(upstreamTo(url, { era: "2025" }))).tools).toHaveLength(1);
  expect((await listTools(upstreamTo(url, { era: "2026" }))).unusable).toEqual([
    { name: "marked", reason: "it marks a header where none is allowed" },
  ]);
});
