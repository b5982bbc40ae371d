import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { callTool } from "@/lib/mcp/call";
import { probeServer } from "@/lib/mcp/probe";
import { closeAllSessions } from "@/lib/mcp/sessions";
import { listTools } from "@/lib/mcp/tools";
import { fetchTo, upstreamTo } from "../support/mcp-upstream";
import { freePort } from "../support/ports";

const program = fileURLToPath(
  new URL("../../node_modules/@modelcontextprotocol/server-everything/dist/index.js", import.meta.url),
);

/** The reference server in one of its modes, as a process of its own. */
async function startEverything(
  mode: "streamableHttp" | "sse",
): Promise<{ origin: string; stop(): Promise<void> }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [program, mode], { env, stdio: "ignore" });
  await vi.waitFor(() => answers(port), { timeout: 20_000, interval: 100 });
  return { origin: `http://127.0.0.1:${port}`, stop: () => stopped(child) };
}

async function answers(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect").finally(() => socket.destroy());
}

async function stopped(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

describe("over Streamable HTTP", () => {
  let server: Awaited<ReturnType<typeof startEverything>>;
  let url: string;

  beforeAll(async () => {
    server = await startEverything("streamableHttp");
    url = `${server.origin}/mcp`;
  });
  afterEach(closeAllSessions);
  afterAll(() => server.stop());

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
      timeoutMs: 5_000,
    });

    expect(result).toEqual({ content: [{ type: "text", text: "Echo: hello" }], isError: false });
  });

  test("a long tool reports its progress", async () => {
    const seen: unknown[] = [];

    await callTool(upstreamTo(url), {
      name: "trigger-long-running-operation",
      arguments: { duration: 1, steps: 2 },
      timeoutMs: 10_000,
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
    const call = { name: "echo", arguments: { message: "again" }, timeoutMs: 5_000 };
    await callTool(upstream, call);

    lie = true;

    expect((await callTool(upstream, call)).result.isError).toBe(false);
  });
});

describe("over HTTP+SSE", () => {
  let server: Awaited<ReturnType<typeof startEverything>>;

  beforeAll(async () => {
    server = await startEverything("sse");
  });
  afterAll(() => server.stop());

  test("it is refused with the reason", async () => {
    const url = `${server.origin}/sse`;

    const finding = await probeServer({ url: new URL(url), fetch: fetchTo(url), onStep: () => {} });

    expect(finding).toMatchObject({ kind: "refused", step: "transport" });
    expect(finding).toHaveProperty("sentence", expect.stringContaining("older HTTP+SSE transport"));
  });
});
