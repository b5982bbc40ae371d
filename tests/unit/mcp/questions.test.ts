import { afterEach, expect, test, vi } from "vitest";
import { callTool } from "@/lib/mcp/call";
import { startClock } from "@/lib/mcp/clock";
import { notOffered, type Question, type Reply } from "@/lib/mcp/questions";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, type Received, type Scripted, startScripted } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";

const opened = closeAfterEach();
afterEach(async () => {
  vi.useRealTimers();
});

const call = { name: "refund", arguments: {}, timeoutMs: 5_000 };
const question: Question = { message: "How much?", schema: { type: "object", properties: { sum: {} } } };
const elicit = { message: question.message, requestedSchema: question.schema };
const reply: Reply = { action: "accept", content: { sum: 7 } };
const done = { content: [{ type: "text", text: "refunded" }] };

test.each([
  ["on the stream of the call", askOnCall],
  ["on a stream of its own, as many servers of the 2025 era do", askOnStandingStream],
  ["with a result that wants the call repeated, 2026", askWithResult],
])("a tool asks its person %s, and the answer reaches it", async (_how, ask) => {
  const server = await ask();
  const respond = vi.fn(async (_question: Question) => reply);

  const { result } = await callTool(upstreamTo(server.url), { ...call, respond });

  expect(result.content).toEqual(done.content);
  expect(respond.mock.calls.map(([asked]) => asked)).toEqual([question]);
});

test("the state of a 2026 server comes back as it was, and an id is not used twice", async () => {
  const server = await askWithResult();

  await callTool(upstreamTo(server.url), { ...call, respond: async () => reply });

  const calls = server.received.filter(({ method }) => method === "tools/call");
  expect(calls.map(({ params }) => params.requestState)).toEqual([undefined, "opaque\u0001"]);
  expect(calls.map(({ params }) => params.inputResponses)).toEqual([undefined, { sum: reply }]);
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
});

test("whoever cannot answer offers nothing, and a tool that asks all the same fails", async () => {
  const server = await askWithResult();

  await expect(callTool(upstreamTo(server.url), call)).rejects.toThrow("This tool asked for more input");

  const offered = server.received.map(({ params }) => capabilitiesIn(params));
  expect(offered).not.toContainEqual(expect.objectContaining({ elicitation: expect.anything() }));
});

test("an address to open is not a form, and nobody is asked to open it", async () => {
  const server = await askWithResult({ mode: "url", url: "https://evil.example", message: "Open this" });
  const respond = vi.fn(async () => reply);

  await expect(callTool(upstreamTo(server.url), { ...call, respond })).rejects.toThrow(
    "asked for more input",
  );

  expect(respond).not.toHaveBeenCalled();
});

test("what a caller did not offer is named, and only that", () => {
  const inputRequests = {
    a: { method: "elicitation/create" },
    b: { method: "sampling/createMessage" },
    c: 7,
  };

  expect(notOffered({ inputRequests }, { elicitation: {} })).toEqual({ sampling: {}, unknown: {} });
  expect(notOffered({ inputRequests: { a: inputRequests.a } }, { elicitation: {} })).toBeNull();
});

test("the time in which a person is asked does not count", async () => {
  vi.useFakeTimers();
  const clock = startClock(1_000, undefined);
  const answer = Promise.withResolvers<void>();
  const held = clock.whileHeld(() => answer.promise)();

  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.signal.aborted).toBe(false);

  answer.resolve();
  await held;
  await vi.advanceTimersByTimeAsync(999);
  expect(clock.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(clock.signal.aborted).toBe(true);
});

/** The answer of the person arrives in a request of its own; then the call is answered. */
function askOnCall(): Promise<Scripted> {
  let open: Received | null = null;
  return scripted((received) => {
    if (received.method === "tools/call") {
      open = received;
      received.stream({ jsonrpc: "2.0", id: "q1", method: "elicitation/create", params: elicit });
      return;
    }
    received.response.writeHead(202).end();
    if (isAnswer(received) && open) {
      open.response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id: open.id, result: done })}\n\n`);
    }
  });
}

function askOnStandingStream(): Promise<Scripted> {
  let standing: Received | null = null;
  let open: Received | null = null;
  return scripted((received) => {
    if (received.http === "GET") {
      standing = received;
      received.stream();
      return;
    }
    if (received.method === "tools/call") {
      open = received;
      const request = { jsonrpc: "2.0", id: "q1", method: "elicitation/create", params: elicit };
      standing?.response.write(`data: ${JSON.stringify(request)}\n\n`);
      return;
    }
    received.response.writeHead(202).end();
    if (isAnswer(received)) open?.result(done);
  });
}

async function askWithResult(params: Record<string, unknown> = elicit): Promise<Scripted> {
  const server = await startScripted((received) => {
    if (received.method === "server/discover") {
      received.result({
        resultType: "complete",
        supportedVersions: ["2026-07-28"],
        capabilities: { tools: {} },
        serverInfo: { name: "Scripted", version: "1" },
        ttlMs: 0,
        cacheScope: "private",
      });
      return;
    }
    if (received.params.inputResponses) return received.result({ resultType: "complete", ...done });
    const inputRequests = { sum: { method: "elicitation/create", params } };
    received.result({ resultType: "input_required", inputRequests, requestState: "opaque\u0001" });
  });
  await opened(server);
  return server;
}

async function scripted(answer: (received: Received) => void): Promise<Scripted> {
  const server = await startScripted((received) => greet(received) || answer(received));
  await opened(server);
  return server;
}

function isAnswer({ reply: message }: Received): boolean {
  return JSON.stringify(message) === JSON.stringify({ jsonrpc: "2.0", id: "q1", result: reply });
}

function capabilitiesIn(params: Record<string, unknown>): unknown {
  const meta = params._meta as Record<string, unknown> | undefined;
  return params.capabilities ?? meta?.["io.modelcontextprotocol/clientCapabilities"];
}
