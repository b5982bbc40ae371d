import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askModel } from "@/lib/model/ask";
import type { ModelMessage } from "@/lib/model/messages";
import type { ReadyModel } from "@/lib/model/provider";
import { startWireServer, type WireEvent, type WireServer } from "../../fakes/wire-server";
import { question, weather } from "./bench";

let anthropic: WireServer;
let openai: WireServer;

beforeAll(async () => {
  anthropic = await startWireServer("https://api.anthropic.com");
  openai = await startWireServer("https://api.openai.com");
});
beforeEach(() => {
  anthropic.asked.length = 0;
  openai.asked.length = 0;
});
afterAll(() => Promise.all([anthropic.close(), openai.close()]));

describe("Anthropic", () => {
  const model = (): ReadyModel => ({
    provider: "anthropic",
    model: "claude-sonnet-4-5",
    baseUrl: null,
    key: "sk-ant-0123456789",
    version: 3,
    fetch: anthropic.fetch,
  });

  test("is asked in its own protocol, and understood", async () => {
    anthropic.answer = [
      ...CLAUDE_BEGINS,
      ...CLAUDE_THINKS,
      ...CLAUDE_SAYS,
      ...CLAUDE_CALLS,
      ...claudeEnds("tool_use"),
    ];
    const heard: string[] = [];
    const answer = await askModel(question(model(), { onText: (delta) => heard.push(delta) }));
    expect(answer).toMatchObject({
      text: "I look it up.",
      calls: [{ id: "toolu_1", name: "weather", arguments: { town: "Brno" } }],
      usage: { inputTokens: 52, outputTokens: 30 },
      finish: "calls",
    });
    expect(heard).toEqual(["I look ", "it up."]);

    const [asked] = anthropic.asked;
    expect(asked?.path).toBe("/v1/messages");
    expect(asked?.headers).toMatchObject({
      "x-api-key": "sk-ant-0123456789",
      "anthropic-version": "2023-06-01",
    });
    expect(asked?.body).toMatchObject({
      model: "claude-sonnet-4-5",
      max_tokens: 500,
      stream: true,
      system: [{ type: "text", text: "Answer in one sentence." }],
      messages: [{ role: "user", content: [{ type: "text", text: "How is the weather in Brno?" }] }],
      tools: [{ name: "weather", input_schema: weather.inputSchema }],
    });
  });

  test("gets its signed thoughts back word for word, and nobody else does", async () => {
    anthropic.answer = [...CLAUDE_BEGINS, ...CLAUDE_THINKS, ...CLAUDE_CALLS, ...claudeEnds("tool_use")];
    const first = await askModel(question(model()));
    anthropic.answer = [...CLAUDE_BEGINS, ...CLAUDE_SAYS, ...claudeEnds("end_turn")];
    // Stored and read again in between, as a run does it.
    const messages = JSON.parse(JSON.stringify(afterwards(first))) as ModelMessage[];
    await askModel(question(model(), { messages }));
    await askModel(question({ ...model(), version: 4 }, { messages }));

    const [, told, toldAnew] = anthropic.asked.map(({ body }) => body["messages"] as { content: unknown }[]);
    const contents = [told?.[1]?.content, toldAnew?.[1]?.content];
    expect(contents[0]).toMatchObject([
      { type: "thinking", thinking: "Brno, then.", signature: "signed-1" },
      { type: "tool_use", id: "toolu_1", name: "weather", input: { town: "Brno" } },
    ]);
    expect(contents[1]).toMatchObject([{ type: "tool_use", id: "toolu_1" }]);
    expect(JSON.stringify(contents[1])).not.toContain("signed-1");
    expect(told?.[2]).toMatchObject({
      role: "user",
      content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "No such town", is_error: true }],
    });
  });

  test.each([
    ["authentication_error", 401, "unauthorized"],
    ["not_found_error", 404, "unknown-model"],
    ["rate_limit_error", 429, "rate-limited"],
    ["overloaded_error", 529, "overloaded"],
    ["invalid_request_error: prompt is too long: 209032 tokens > 200000 maximum", 400, "context-too-long"],
    ["invalid_request_error: Your credit balance is too low to access the API", 400, "unauthorized"],
    ["request_too_large", 413, "context-too-long"],
  ])("says %s, which is told as what it is", async (said, status, kind) => {
    const [type, message = ""] = said.split(": ");
    anthropic.answer = {
      status,
      body: { type: "error", error: { type, message: said.slice(`${type}: `.length) || message } },
    };
    await expect(askModel(question(model()))).rejects.toMatchObject({ name: "ModelFailure", kind });
  });

  test("may be overloaded in the middle of an answer, which then counts for nothing", async () => {
    const error = { type: "overloaded_error", message: "Overloaded" };
    anthropic.answer = [...CLAUDE_BEGINS, ...CLAUDE_SAYS, { type: "error", error }];
    await expect(askModel(question(model()))).rejects.toMatchObject({ kind: "overloaded" });
    anthropic.answer = [...CLAUDE_BEGINS, ...CLAUDE_SAYS];
    await expect(askModel(question(model()))).rejects.toMatchObject({ kind: "bad-answer" });
  });

  test.each([
    ["end_turn", "stop"],
    ["max_tokens", "length"],
    ["refusal", "refused"],
  ])("ends with %s", async (reason, finish) => {
    anthropic.answer = [...CLAUDE_BEGINS, ...CLAUDE_SAYS, ...claudeEnds(reason)];
    expect((await askModel(question(model()))).finish).toBe(finish);
  });
});

describe("OpenAI", () => {
  const model = (): ReadyModel => ({
    provider: "openai",
    model: "gpt-5.2",
    baseUrl: null,
    key: "sk-0123456789",
    version: 1,
    fetch: openai.fetch,
  });

  test("is asked through its responses, which it is told not to keep, and gets its sealed reasoning back", async () => {
    openai.answer = GPT_CALLS;
    const first = await askModel(question(model()));
    expect(first).toMatchObject({
      calls: [{ id: "call_1", name: "weather", arguments: { town: "Brno" } }],
      usage: { inputTokens: 40, outputTokens: 12 },
      finish: "calls",
    });
    await askModel(question(model(), { messages: JSON.parse(JSON.stringify(afterwards(first))) }));

    const [asked, again] = openai.asked;
    expect(asked?.path).toBe("/v1/responses");
    expect(asked?.headers.authorization).toBe("Bearer sk-0123456789");
    expect(asked?.body).toMatchObject({
      store: false,
      tools: [{ type: "function", name: "weather", parameters: weather.inputSchema, strict: false }],
    });
    expect(again?.body["input"]).toMatchObject([
      { role: "developer" },
      { role: "user" },
      { type: "reasoning", encrypted_content: "sealed-1" },
      { type: "function_call", call_id: "call_1", name: "weather" },
      { type: "function_call_output", call_id: "call_1", output: '{"error":"No such town"}' },
    ]);
  });

  test.each([
    [401, "invalid_api_key", "unauthorized"],
    [404, "model_not_found", "unknown-model"],
    [429, "insufficient_quota", "unauthorized"],
    [400, "context_length_exceeded", "context-too-long"],
    [503, "server_error", "overloaded"],
  ])("says %i %s, which is told as what it is", async (status, code, kind) => {
    openai.answer = { status, body: { error: { message: "No.", type: "some_error", param: null, code } } };
    await expect(askModel(question(model()))).rejects.toMatchObject({ name: "ModelFailure", kind });
  });
});

/** What comes after an answer with a call that failed. */
function afterwards({ text, calls, memo }: Awaited<ReturnType<typeof askModel>>): ModelMessage[] {
  const results = calls.map(({ id, name }) => ({ callId: id, name, text: "No such town", isError: true }));
  return [
    { role: "user", text: "How is the weather in Brno?" },
    { role: "assistant", text, calls, memo },
    { role: "tool", results },
  ];
}

const usage = {
  input_tokens: 12,
  cache_read_input_tokens: 40,
  cache_creation_input_tokens: 0,
  output_tokens: 1,
};

const CLAUDE_BEGINS: WireEvent[] = [
  {
    type: "message_start",
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  },
  { type: "ping" },
];

const CLAUDE_THINKS = block(0, { type: "thinking", thinking: "", signature: "" }, [
  { type: "thinking_delta", thinking: "Brno, then." },
  { type: "signature_delta", signature: "signed-1" },
]);

const CLAUDE_SAYS = block(1, { type: "text", text: "" }, [
  { type: "text_delta", text: "I look " },
  { type: "text_delta", text: "it up." },
]);

const CLAUDE_CALLS = block(2, { type: "tool_use", id: "toolu_1", name: "weather", input: {} }, [
  { type: "input_json_delta", partial_json: "" },
  { type: "input_json_delta", partial_json: '{"town": "Br' },
  { type: "input_json_delta", partial_json: 'no"}' },
]);

function block(index: number, begins: object, deltas: object[]): WireEvent[] {
  return [
    { type: "content_block_start", index, content_block: begins },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}

function claudeEnds(reason: string): WireEvent[] {
  return [
    {
      type: "message_delta",
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: 30 },
    },
    { type: "message_stop" },
  ];
}

const GPT_RESPONSE = { id: "resp_1", object: "response", created_at: 0, model: "gpt-5.2", output: [] };
const GPT_REASONING = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "sealed-1" };
const GPT_CALL = {
  type: "function_call",
  id: "fc_1",
  call_id: "call_1",
  name: "weather",
  status: "completed",
};
const GPT_USAGE = {
  input_tokens: 40,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 12,
  output_tokens_details: { reasoning_tokens: 4 },
};

const GPT_CALLS: WireEvent[] = [
  { type: "response.created", response: { ...GPT_RESPONSE, status: "in_progress" } },
  {
    type: "response.output_item.added",
    output_index: 0,
    item: { ...GPT_REASONING, encrypted_content: null },
  },
  { type: "response.output_item.done", output_index: 0, item: GPT_REASONING },
  {
    type: "response.output_item.added",
    output_index: 1,
    item: { ...GPT_CALL, status: "in_progress", arguments: "" },
  },
  { type: "response.function_call_arguments.delta", item_id: "fc_1", output_index: 1, delta: '{"town":' },
  { type: "response.function_call_arguments.delta", item_id: "fc_1", output_index: 1, delta: '"Brno"}' },
  { type: "response.output_item.done", output_index: 1, item: { ...GPT_CALL, arguments: '{"town":"Brno"}' } },
  { type: "response.completed", response: { ...GPT_RESPONSE, status: "completed", usage: GPT_USAGE } },
];
