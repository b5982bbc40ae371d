import { expect, test } from "vitest";
import { z } from "zod";
import { callTool } from "@/lib/mcp/call";
import type { Era } from "@/lib/mcp/upstream";
import { sessionsDoor, statelessDoor } from "../../fakes/legacy-doors";
import { modernDoor } from "../../fakes/modern-door";
import { type OpenDoor, startSampleServer } from "../../fakes/sample-server";
import { sampleTool, text } from "../../fakes/sample-tool";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, startScripted } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";

const opened = closeAfterEach();

const words = { name: "hello", title: "Hello", description: "Says hello.", annotations: {} };
const hello = sampleTool({ ...words, input: z.object({}) }, () => text("hello"));
const call = { name: "hello", arguments: {}, timeoutMs: 5_000 };

async function startEra(openDoor: OpenDoor) {
  const admit = async () => ({ kind: "admitted", person: "anyone" }) as const;
  const server = await startSampleServer({ name: "Eras", tools: [hello], openDoor, admit });
  await opened(server);
  return server;
}

const doors: [string, () => OpenDoor, Era][] = [
  ["2025-era server with sessions", () => sessionsDoor(404), "2025"],
  ["2025-era server that says 400 to strangers", () => sessionsDoor(400), "2025"],
  ["2025-era server without sessions", statelessDoor, "2025"],
  ["2026-era server", () => modernDoor("2026"), "2026"],
  ["server of both eras", () => modernDoor("both"), "2026"],
];

test.each(doors)("a %s is found out and called once", async (_, openDoor, era) => {
  const server = await startEra(openDoor());

  const answer = await callTool(upstreamTo(server.url), call);

  expect(answer).toEqual({ result: { content: [{ type: "text", text: "hello" }], isError: false }, era });
  expect(server.calls).toHaveLength(1);
});

const wrongMemories: [string, () => OpenDoor, Era, Era][] = [
  ["2025-era server with sessions", () => sessionsDoor(404), "2026", "2025"],
  ["2025-era server that says 400 to strangers", () => sessionsDoor(400), "2026", "2025"],
  ["2025-era server without sessions", statelessDoor, "2026", "2025"],
  ["2026-era server", () => modernDoor("2026"), "2025", "2026"],
];

test.each(wrongMemories)("a %s remembered as %s heals", async (_, openDoor, remembered, era) => {
  const server = await startEra(openDoor());

  const answer = await callTool(upstreamTo(server.url, { era: remembered }), call);

  expect(answer.era).toBe(era);
  expect(server.calls).toHaveLength(1);
});

test.each(wrongMemories)(
  "a %s remembered as %s heals once for calls that come together",
  async (_, openDoor, remembered, era) => {
    const server = await startEra(openDoor());
    const upstream = upstreamTo(server.url, { era: remembered });

    const answers = await Promise.all(Array.from({ length: 5 }, () => callTool(upstream, call)));

    expect(answers.map((answer) => answer.era)).toEqual([era, era, era, era, era]);
    expect(server.calls).toHaveLength(5);
    expect(server.openSessions()).toBeLessThanOrEqual(1);
  },
);

test("a remembered 2026 era costs no round trip at all", async () => {
  const server = await startEra(modernDoor("2026"));

  await callTool(upstreamTo(server.url, { era: "2026" }), call);

  expect(server.requests.map(({ headers }) => headers["mcp-method"])).toEqual(["tools/call"]);
});

test("a found 2026 era is asked for once, not before each call", async () => {
  const server = await startEra(modernDoor("2026"));
  const upstream = upstreamTo(server.url);

  for (let index = 0; index < 3; index++) await callTool(upstream, call);

  expect(server.requests.map(({ headers }) => headers["mcp-method"])).toEqual([
    "server/discover",
    "tools/call",
    "tools/call",
    "tools/call",
  ]);
});

test("a remembered 2025 era is not probed", async () => {
  const server = await startScripted((received) => greet(received) || received.result({ content: [] }));
  await opened(server);

  await callTool(upstreamTo(server.url, { era: "2025" }), call);

  expect(server.methods()).toEqual(["initialize", "notifications/initialized", "tools/call"]);
});

test("a 2025-era server becomes a 2026-era one between two calls", async () => {
  let isModern = false;
  const server = await startScripted((received) => {
    if (!isModern) return greet(received) || received.result({ content: [{ type: "text", text: "old" }] });
    if (received.headers["mcp-protocol-version"] !== "2026-07-28") {
      return received.error(400, -32022, "Unsupported protocol version");
    }
    if (received.method !== "server/discover")
      return received.result({ resultType: "complete", content: [] });
    received.result({
      resultType: "complete",
      supportedVersions: ["2026-07-28"],
      capabilities: {},
      ttlMs: 0,
      cacheScope: "private",
    });
  });
  await opened(server);
  const upstream = upstreamTo(server.url, { era: "2025" });
  expect((await callTool(upstream, call)).era).toBe("2025");

  isModern = true;

  expect((await callTool(upstream, call)).era).toBe("2026");
});

test("a 2025-era server that falls over an unknown method is greeted in its own way", async () => {
  const server = await startScripted((received) => {
    if (received.method === "server/discover") return received.body(500, "text/html", "<h1>Oops</h1>");
    if (!greet(received)) received.result({ content: [] });
  });
  await opened(server);

  expect((await callTool(upstreamTo(server.url), call)).era).toBe("2025");
});
