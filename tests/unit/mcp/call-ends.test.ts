import { expect, test, vi } from "vitest";
import { z } from "zod";
import { callTool } from "@/lib/mcp/call";
import { modernDoor } from "../../fakes/modern-door";
import { startSampleServer } from "../../fakes/sample-server";
import { sampleTool, text } from "../../fakes/sample-tool";
import { closeAfterEach } from "../../support/mcp-opened";
import type { Received } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";
import { AT_ONCE_MS, answerTo, call, eras, startGreeting } from "./call-house";

const opened = closeAfterEach();
const scripted = (answer: (received: Received) => void) => opened(startGreeting(answer));

test.each(eras)("progress is passed on and buys no time, %s", async (era) => {
  const server = await scripted((received) => {
    const { progressToken } = received.params._meta as { progressToken: number };
    const told = (progress: number) => ({
      jsonrpc: "2.0",
      method: "notifications/progress",
      params: { progressToken, progress, total: 3, message: `step ${progress}` },
    });
    received.stream(told(1), told(2));
    const timer = setInterval(() => received.response.write(`data: ${JSON.stringify(told(2))}\n\n`), 20);
    received.response.on("close", () => clearInterval(timer));
  });
  const seen: unknown[] = [];

  const running = callTool(upstreamTo(server.url, { era }), {
    ...call,
    timeoutMs: 1_000,
    onProgress: (progress) => seen.push(progress),
  });

  await expect(running).rejects.toMatchObject({ kind: "timeout", code: "upstream" });
  expect(seen.slice(0, 2)).toEqual([
    { progress: 1, total: 3, message: "step 1" },
    { progress: 2, total: 3, message: "step 2" },
  ]);
});

test.each(eras)("B09: a hundred calls that time out leave no stream open at the server, %s", async (era) => {
  const server = await scripted((received) => received.stream());
  const upstream = upstreamTo(server.url, { era });

  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => callTool(upstream, { ...call, timeoutMs: 400 })),
  );

  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  await vi.waitFor(() => expect(server.openAnswers()).toBe(0), { timeout: 2_000 });
});

test.each(eras)("B09: an abort closes the call's stream, %s", async (era) => {
  const reached = Promise.withResolvers<void>();
  const server = await scripted((received) => {
    received.stream();
    reached.resolve();
  });
  const controller = new AbortController();
  const running = callTool(upstreamTo(server.url, { era }), { ...call, signal: controller.signal });
  await reached.promise;

  controller.abort();

  await expect(running).rejects.toMatchObject({ kind: "aborted", message: "The call was cancelled." });
  await vi.waitFor(() => expect(server.openAnswers()).toBe(0));
});

test("an aborted call is cancelled at a 2025-era server, under the call's own id", async () => {
  const reached = Promise.withResolvers<unknown>();
  const server = await scripted((received) => reached.resolve(received.id));
  const controller = new AbortController();
  const running = callTool(upstreamTo(server.url, { era: "2025" }), { ...call, signal: controller.signal });
  const requestId = await reached.promise;

  controller.abort();

  await expect(running).rejects.toMatchObject({ kind: "aborted" });
  await vi.waitFor(() => expect(server.methods()).toContain("notifications/cancelled"));
  expect(server.received.at(-1)?.params).toMatchObject({ requestId });
  expect(server.received.at(-1)?.headers["mcp-session-id"]).toBe("session-1");
});

test("a tool of a real 2026-era server notices that its caller has left", async () => {
  const started = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const words = { name: "work", title: "Work", description: "Works.", annotations: {} };
  const tool = sampleTool({ ...words, input: z.looseObject({}) }, async (_, { signal }) => {
    signal.addEventListener("abort", () => left.resolve());
    started.resolve();
    await left.promise;
    return text("too late");
  });
  const admit = async () => ({ kind: "admitted", person: "anyone" }) as const;
  const server = await opened(
    startSampleServer({
      name: "Slow",
      tools: [tool],
      openDoor: modernDoor("2026"),
      admit,
    }),
  );
  const controller = new AbortController();
  const running = callTool(upstreamTo(server.url), { ...call, signal: controller.signal });
  await started.promise;

  controller.abort();

  await expect(running).rejects.toMatchObject({ kind: "aborted" });
  await left.promise;
});

test.each(eras)("a call whose caller has left already is never sent, %s", async (era) => {
  const server = await scripted((received) => received.stream(answerTo(received)));

  const running = callTool(upstreamTo(server.url, { era }), { ...call, signal: AbortSignal.abort() });

  await expect(running).rejects.toMatchObject({ kind: "aborted" });
  expect(server.methods()).not.toContain("tools/call");
});

test.each(eras)("B08: a stream cut in mid-event fails at once, %s", async (era) => {
  const server = await scripted((received) => {
    received.stream();
    received.response.write('data: {"jsonrpc":"2.0","id":', () => received.response.destroy());
  });
  const startedAt = performance.now();

  await expect(callTool(upstreamTo(server.url, { era }), call)).rejects.toMatchObject({ kind: "cut-off" });

  expect(performance.now() - startedAt).toBeLessThan(AT_ONCE_MS);
  expect(server.methods().filter((method) => method === "tools/call")).toHaveLength(1);
});

test.each(eras)("B08: a stream that ends without the answer fails at once, %s", async (era) => {
  const server = await scripted((received) => {
    received.stream({
      jsonrpc: "2.0",
      method: "notifications/message",
      params: { level: "info", data: "hi" },
    });
    received.response.end();
  });
  const startedAt = performance.now();

  await expect(callTool(upstreamTo(server.url, { era }), call)).rejects.toMatchObject({ kind: "cut-off" });

  expect(performance.now() - startedAt).toBeLessThan(AT_ONCE_MS);
});

test("a 2025-era stream that numbers its events is resumed where it broke off", async () => {
  let asked: Received | null = null;
  const server = await scripted((received) => {
    if (received.http === "GET") {
      if (asked) received.stream(answerTo(asked, { content: [{ type: "text", text: "resumed" }] }));
      received.response.end();
      return;
    }
    asked = received;
    received.response.writeHead(200, { "content-type": "text/event-stream" });
    received.response.end("retry: 10\nid: event-7\ndata:\n\n");
  });

  const { result } = await callTool(upstreamTo(server.url, { era: "2025" }), call);

  expect(result.content).toEqual([{ type: "text", text: "resumed" }]);
  expect(server.received.at(-1)?.headers["last-event-id"]).toBe("event-7");
  expect(server.methods().filter((method) => method === "tools/call")).toHaveLength(1);
});

test("a stream that stays open after the answer is closed from this side", async () => {
  const server = await scripted((received) => received.stream(answerTo(received)));

  await callTool(upstreamTo(server.url, { era: "2026" }), call);

  await vi.waitFor(() => expect(server.openAnswers()).toBe(0), { timeout: 3_000 });
});

test("a stream that ends a little after its answer leaves the socket to the next call", async () => {
  const server = await scripted((received) => {
    received.stream(answerTo(received));
    setTimeout(() => received.response.end(), 20);
  });
  const upstream = upstreamTo(server.url, { era: "2026" });

  for (let index = 0; index < 3; index++) {
    await callTool(upstream, call);
    await vi.waitFor(() => expect(server.openAnswers()).toBe(0));
  }

  expect(server.socketsEver()).toBe(1);
});
