import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { callTool } from "@/lib/mcp/call";
import { probeServer } from "@/lib/mcp/probe";
import { closeAllSessions } from "@/lib/mcp/sessions";
import { listTools } from "@/lib/mcp/tools";
import { startEverything } from "../../support/everything";
import { fetchTo, upstreamTo } from "../../support/mcp-upstream";

describe("over Streamable HTTP", () => {
  let server: Awaited<ReturnType<typeof startEverything>>;
  let url: string;

  beforeAll(async () => {
    server = await startEverything("streamableHttp");
    url = server.url;
  }, 60_000);
  afterEach(closeAllSessions);
  afterAll(() => server.close());

  test("the check finds it open, with all the tools that can be called", async () => {
    const finding = await probeServer({ url: new URL(url), fetch: fetchTo(url), onStep: () => {} });

    expect(finding).toMatchObject({ kind: "usable", era: "2025", signIn: "none", tools: 12 });
  });

  test("its tools are listed, the one that only runs as a task as unusable, and one of them answers", async () => {
    const upstream = upstreamTo(url);
    const { tools, unusable } = await listTools(upstream);
    expect(tools).toHaveLength(12);
    expect(unusable).toMatchObject([{ name: "simulate-research-query" }]);

    const { result } = await callTool(upstream, {
      name: "echo",
      arguments: { message: "hello" },
      timeoutMs: 20_000,
    });

    expect(result).toEqual({ content: [{ type: "text", text: "Echo: hello" }], isError: false });
  });

  test("a long tool reports its progress", async () => {
    const seen: unknown[] = [];

    await callTool(upstreamTo(url), {
      name: "trigger-long-running-operation",
      arguments: { duration: 1, steps: 2 },
      timeoutMs: 20_000,
      onProgress: (progress) => seen.push(progress),
    });

    expect(seen).toEqual([
      { progress: 1, total: 2 },
      { progress: 2, total: 2 },
    ]);
  });

  test("a session it does not know (it says 400) is made again", async () => {
    const upstream = upstreamTo(url, { era: "2025" });
    const send = upstream.fetch;
    let lie = false;
    upstream.fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      if (lie && headers.has("mcp-session-id")) headers.set("mcp-session-id", "gone");
      lie = false;
      return send(input, { ...init, headers });
    };
    const call = { name: "echo", arguments: { message: "again" }, timeoutMs: 20_000 };
    await callTool(upstream, call);

    lie = true;

    expect((await callTool(upstream, call)).result.isError).toBe(false);
  });
});

describe("over HTTP+SSE", () => {
  let server: Awaited<ReturnType<typeof startEverything>>;

  beforeAll(async () => {
    server = await startEverything("sse");
  }, 60_000);
  afterAll(() => server.close());

  test("it is refused with the reason", async () => {
    const { url } = server;

    const finding = await probeServer({ url: new URL(url), fetch: fetchTo(url), onStep: () => {} });

    expect(finding).toMatchObject({ kind: "refused", step: "transport" });
    expect(finding).toHaveProperty("sentence", expect.stringContaining("older HTTP+SSE transport"));
  });
});
