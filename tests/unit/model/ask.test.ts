import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEgress } from "@/lib/egress/fetch";
import type { ModelFailure, ModelFailureKind } from "@/lib/model/failure";
import { call, type Said, say, scenario } from "../../fakes/model-script";
import { startModelServer } from "../../fakes/model-server";
import { modelOf, question, startBench } from "./bench";

let bench: Awaited<ReturnType<typeof startBench>>;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.server.requests.length = 0;
});

describe("an answer", () => {
  test("is told as it is said, and is the same when it is whole", async () => {
    bench.server.script = () => say("Sunny, with a  little wind.\n");
    const heard: string[] = [];
    const answer = await bench.ask({ onText: (delta) => heard.push(delta) });
    expect(answer).toMatchObject({ text: "Sunny, with a  little wind.\n", calls: [], finish: "stop" });
    expect(heard.length).toBeGreaterThan(3);
    expect(heard.join("")).toBe(answer.text);
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(answer.usage.outputTokens).toBeGreaterThan(0);
  });

  test("may be calls, whose arguments arrive in pieces", async () => {
    bench.server.script = () => ({
      text: "I look.",
      calls: [
        { name: "weather", arguments: { town: "Brno, “old” town" } },
        { name: "weather", arguments: {} },
      ],
    });
    const { calls, finish, text } = await bench.ask();
    expect(calls).toEqual([
      { id: expect.any(String), name: "weather", arguments: { town: "Brno, “old” town" } },
      { id: expect.any(String), name: "weather", arguments: {} },
    ]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect([finish, text]).toEqual(["calls", "I look."]);
  });

  test.each([
    ["cut JSON", '{"town": "Br'],
    ["a list", "[1]"],
    ["a text", '"Brno"'],
  ])("whose arguments are %s is a call that can't be read, and no exception", async (_what, text) => {
    bench.server.script = () => call("weather", text);
    const { calls, finish } = await bench.ask();
    expect(calls).toEqual([{ id: expect.any(String), name: "weather", unreadable: text }]);
    expect(finish).toBe("calls");
  });

  test.each([
    [
      "a server that calls every end stop",
      { calls: [{ name: "weather", arguments: {} }], finish: "stop" },
      "calls",
      1,
    ],
    ["one that ran out of room", { text: "Sun", finish: "length" }, "length", 0],
    [
      "one cut in the middle of a call",
      { calls: [{ name: "weather", arguments: "{" }], finish: "length" },
      "length",
      0,
    ],
    ["one that is withheld", { text: "No.", finish: "content_filter" }, "refused", 0],
  ] satisfies [string, Said, string, number][])("of %s", async (_what, said, finish, calls) => {
    bench.server.script = () => said;
    const answer = await bench.ask();
    expect([answer.finish, answer.calls.length]).toEqual([finish, calls]);
  });

  test("that was not counted is estimated", async () => {
    bench.server.script = () => ({ text: "Sunny all day long.", usage: "none" });
    const { usage } = await bench.ask();
    expect(usage.inputTokens).toBeGreaterThan(20);
    expect(usage.outputTokens).toBe(5);
  });
});

test("a conversation is told whole: what was said, called, answered and what failed", async () => {
  bench.server.script = say.bind(null, "Fine.");
  await bench.ask({
    messages: [
      { role: "user", text: "How is the weather?" },
      {
        role: "assistant",
        text: "",
        calls: [
          { id: "one", name: "weather", arguments: { town: "Brno" } },
          { id: "two", name: "weather", unreadable: "{" },
        ],
      },
      {
        role: "tool",
        results: [
          { callId: "one", name: "weather", text: "Sunny", isError: false },
          { callId: "two", name: "weather", text: "These were no arguments.", isError: true },
        ],
      },
    ],
  });
  const [request] = bench.server.requests;
  expect(request?.body.messages).toMatchObject([
    { role: "system", content: "Answer in one sentence." },
    { role: "user", content: "How is the weather?" },
    {
      role: "assistant",
      tool_calls: [
        { id: "one", function: { name: "weather", arguments: '{"town":"Brno"}' } },
        { id: "two", function: { name: "weather", arguments: "{}" } },
      ],
    },
    { role: "tool", tool_call_id: "one", content: "Sunny" },
    { role: "tool", tool_call_id: "two", content: "These were no arguments." },
  ]);
  expect(request?.body).toMatchObject({
    max_tokens: 500,
    stream: true,
    tools: [{ function: { name: "weather" } }],
  });
});

test("a scenario is worked through, a request a step", async () => {
  bench.server.script = scenario(
    { asked: /weather/, answer: call("weather", { town: "Brno" }) },
    { result: "weather", answer: ({ arrived }) => say(`It is ${arrived[0]?.result}.`) },
  );
  const first = await bench.ask();
  const [one] = first.calls;
  if (!one) throw new Error("It called nothing.");
  const messages = [
    ...question(bench.model).messages,
    { role: "assistant" as const, text: first.text, calls: first.calls },
    { role: "tool" as const, results: [{ callId: one.id, name: one.name, text: "sunny", isError: false }] },
  ];
  expect((await bench.ask({ messages })).text).toBe("It is sunny.");
});

describe("a failure", () => {
  type Row = [what: string, said: Said, kind: ModelFailureKind, sentence: RegExp];
  const status = (number: number, code: string, message = "", headers = {}): Said => ({
    status: number,
    code,
    message,
    headers,
  });

  test.each([
    ["a key without rights", status(403, "permission"), "unauthorized", /did not accept the key/],
    [
      "an empty account",
      status(429, "insufficient_quota", "You exceeded it"),
      "unauthorized",
      /no credit left/,
    ],
    [
      "a name nobody knows",
      status(404, "model_not_found"),
      "unknown-model",
      /knows no model patchbay-sample-1/,
    ],
    ["an overload", status(503, "overloaded"), "overloaded", /trouble of its own/],
    ["a fault of theirs", status(500, "server_error"), "overloaded", /trouble of its own/],
    ["a full context", status(400, "context_length_exceeded"), "context-too-long", /more text than/],
    [
      "a full context in words",
      status(400, "", "prompt is too long: 3 tokens"),
      "context-too-long",
      /more text/,
    ],
    [
      "a request not taken",
      status(400, "invalid", "Bad <b>schema</b>"),
      "bad-answer",
      /“Bad ‹b›schema‹\/b›”/,
    ],
    [
      "an error in the stream",
      { text: "Su", breaks: { code: "server_error", message: "Oh" } },
      "overloaded",
      /“Oh”/,
    ],
    ["a connection cut in the middle", { text: "Su", ends: "cut" }, "unreachable", /closed the connection/],
    [
      "a stream that just ends",
      { text: "Su", ends: "end" },
      "bad-answer",
      /before it was complete|can't be read/,
    ],
  ] satisfies Row[])("of %s is called by its name", async (_what, said, kind, sentence) => {
    bench.server.script = () => said;
    const failure = await failureOf(bench.ask());
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(sentence);
    expect(failure.message).toContain(kind === "context-too-long" ? "patchbay-sample-1" : "127.0.0.1");
    expect(bench.server.requests).toHaveLength(1);
  });

  test("of asking too often says how long to wait", async () => {
    bench.server.script = () => status(429, "rate_limit_exceeded", "Slow down", { "retry-after": "7" });
    expect(await failureOf(bench.ask())).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
    bench.server.script = () => status(429, "rate_limit_exceeded", "", { "retry-after-ms": "250" });
    expect(await failureOf(bench.ask())).toMatchObject({ kind: "rate-limited", retryAfterMs: 250 });
  });

  test("of a wrong key never repeats it", async () => {
    const model = modelOf(bench.server, bench.model.fetch, { key: "sk-wrong-0123456789" });
    const failure = await failureOf(bench.ask({ model }));
    expect(failure.kind).toBe("unauthorized");
    expect(JSON.stringify([failure.message, String(failure.cause)])).not.toContain("sk-wrong");
  });

  test("of an address where nobody answers, or that is private, is said in the door's own words", async () => {
    const askAt = (baseUrl: string) =>
      failureOf(bench.ask({ model: modelOf(bench.server, bench.model.fetch, { baseUrl }) }));
    const closed = await startModelServer();
    const door = createEgress({ allow: [new URL(closed.origin).host], dnsServers: [] });
    await closed.close();
    const refused = await failureOf(bench.ask({ model: modelOf(closed, door.fetch) }));
    await door.close();
    expect(refused).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("refused the connection"),
    });
    expect(await askAt("http://127.0.0.1:4999/v1")).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("instead of an IP address"),
    });
  });

  test.each([
    ["before it began", { hangs: true }],
    ["in the middle", { text: "Sun", ends: "hang" }],
  ] satisfies [string, Said][])(
    "of being stopped %s comes at once, and the model's side is closed",
    async (_what, said) => {
      const controller = new AbortController();
      const isAsked = Promise.withResolvers<void>();
      bench.server.script = () => {
        isAsked.resolve();
        return said;
      };
      const onText = () => controller.abort();
      const asked = failureOf(bench.ask({ signal: controller.signal, onText }));
      await isAsked.promise;
      if ("hangs" in said) controller.abort();
      expect((await asked).kind).toBe("aborted");
      await bench.server.requests[0]?.closed;
    },
  );
});

async function failureOf(asked: Promise<unknown>): Promise<ModelFailure> {
  const outcome = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome === null || !(outcome instanceof Error) || outcome.name !== "ModelFailure") {
    throw new Error("That was no ModelFailure.", { cause: outcome });
  }
  return outcome as ModelFailure;
}
