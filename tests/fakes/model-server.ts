import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { listen, shut } from "../support/ports";
import { demoScript } from "./model-demo";
import { type ChatRequest, readChat } from "./model-request";
import { type Asked, isCalled, type Said, type Script, type ScriptedCall } from "./model-script";
import { answerJson } from "./sample-server";

/**
 * A model server that speaks the OpenAI-compatible protocol (`/v1/chat/completions`, streamed or not, and
 * `/v1/models`) and says what its script says. Change `script` at any time; the next request follows it.
 */
export type ModelServer = {
  /** What to enter as the base URL. */
  baseUrl: string;
  origin: string;
  /** Asked for as `Authorization: Bearer`; any other is refused. */
  key: string;
  script: Script;
  /** Every conversation it was asked to go on with, as it arrived. */
  requests: { body: ChatRequest; headers: IncomingMessage["headers"]; closed: Promise<void> }[];
  close(): Promise<void>;
};

export type ModelServerOptions = {
  hostname?: string;
  port?: number;
  script?: Script;
  /** Between words, so that one can see it write. */
  pauseMs?: number;
};

export const sampleModel = "patchbay-sample-1";
export const sampleModelKey = "sk-sample-0123456789abcdef";

export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { pauseMs = 0 } = options;
  const server = createServer((request, response) => {
    answer(model, request, response, pauseMs).catch((error: Error) => response.destroy(error));
  });
  const port = await listen(server, options.port);
  const origin = `http://${options.hostname ?? "127.0.0.1"}:${port}`;
  const model: ModelServer = {
    baseUrl: `${origin}/v1`,
    origin,
    key: sampleModelKey,
    script: options.script ?? demoScript,
    requests: [],
    close: () => shut(server),
  };
  return model;
}

async function answer(
  model: ModelServer,
  request: IncomingMessage,
  response: ServerResponse,
  pauseMs: number,
): Promise<void> {
  const body = await bodyOf(request);
  if (request.headers.authorization !== `Bearer ${model.key}`) {
    return fail(response, {
      status: 401,
      code: "invalid_api_key",
      message: `Incorrect API key provided: ${request.headers.authorization?.slice("Bearer ".length) ?? "none"}.`,
    });
  }
  if (request.method === "GET" && request.url === "/v1/models") {
    return answerJson(response, 200, { object: "list", data: [{ id: sampleModel, object: "model" }] });
  }
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
    return fail(response, { status: 404, code: "not_found", message: "There is nothing here." });
  }

  const chat = JSON.parse(body) as ChatRequest;
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  model.requests.push({ body: chat, headers: request.headers, closed });
  if (chat.model !== sampleModel) {
    const message = `The model ${chat.model} does not exist.`;
    return fail(response, { status: 404, code: "model_not_found", message });
  }
  const asked = readChat(chat);
  const said = await model.script(asked);
  if ("hangs" in said) return;
  if ("status" in said) return fail(response, said);
  return chat.stream === true
    ? stream(response, chat, said, asked, pauseMs)
    : whole(response, chat, said, asked);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function fail(response: ServerResponse, said: Extract<Said, { status: number }>): void {
  const { status, code, message, headers } = said;
  const error = { message, type: "invalid_request_error", param: null, code };
  answerJson(response, status, { error }, headers);
}

type Spoken = Exclude<Said, { status: number } | { hangs: true }>;

async function stream(
  response: ServerResponse,
  chat: ChatRequest,
  said: Spoken,
  asked: Asked,
  pauseMs: number,
): Promise<void> {
  const head = { id: newId("chatcmpl"), object: "chat.completion.chunk", created: 0, model: chat.model };
  const send = (body: unknown) => response.write(`data: ${JSON.stringify(body)}\n\n`);
  const delta = (part: object, finish: string | null = null) =>
    send({ ...head, choices: [{ index: 0, delta: part, finish_reason: finish }] });

  response.writeHead(200, { "content-type": "text/event-stream" });
  delta({ role: "assistant", content: "" });
  for (const word of said.text?.match(/\s*\S+|\s+$/g) ?? []) {
    delta({ content: word });
    if (pauseMs > 0) await pause(pauseMs);
    if (response.closed) return;
  }
  if ("breaks" in said) {
    send({ error: { ...said.breaks, type: "server_error" } });
    return void response.end();
  }
  if ("ends" in said) return breakOff(response, said.ends);

  for (const [index, { id, name, text }] of wireCalls(said.calls, asked).entries()) {
    delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] });
    for (const piece of text.match(/[\s\S]{1,7}/g) ?? [])
      delta({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  delta({}, finishOf(said));
  if (said.usage !== "none") send({ ...head, choices: [], usage: usageOf(chat, said) });
  response.end("data: [DONE]\n\n");
}

function breakOff(response: ServerResponse, how: "cut" | "end" | "hang"): void {
  if (how === "cut") response.destroy();
  if (how === "end") response.end();
}

function whole(response: ServerResponse, chat: ChatRequest, said: Spoken, asked: Asked): void {
  const calls = "ends" in said || "breaks" in said ? [] : wireCalls(said.calls, asked);
  const message = {
    role: "assistant",
    content: said.text ?? null,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, text }) => ({
        id,
        type: "function",
        function: { name, arguments: text },
      })),
    }),
  };
  const choices = [{ index: 0, message, finish_reason: finishOf(said) }];
  const head = { id: newId("chatcmpl"), object: "chat.completion", created: 0, model: chat.model };
  answerJson(response, 200, { ...head, choices, usage: usageOf(chat, said) });
}

/** As the tools were offered; where they were not, through the pair that finds and calls them. */
function wireCalls(calls: ScriptedCall[] = [], { tools }: Asked) {
  return calls.map((one) => {
    const given = typeof one.arguments === "string" ? one.arguments : JSON.stringify(one.arguments);
    const offered = tools.find(({ name }) => isCalled(name, one.name));
    const isHidden = !offered && tools.some(({ name }) => name === "call_tool");
    const id = newId("call");
    if (!isHidden) return { id, name: offered?.name ?? one.name, text: given };
    return { id, name: "call_tool", text: JSON.stringify({ name: one.name, arguments: one.arguments }) };
  });
}

function finishOf(said: Spoken): string {
  if ("finish" in said && said.finish !== undefined) return said.finish;
  return "calls" in said && said.calls?.length ? "tool_calls" : "stop";
}

/** Counted in words, which is near enough for a fake and the same each time. */
function usageOf({ messages }: ChatRequest, said: Spoken) {
  const words = (text: string) => text.split(/\s+/).filter(Boolean).length;
  const prompt_tokens = words(JSON.stringify(messages));
  const completion_tokens = words(JSON.stringify(said));
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

let ids = 0;

function newId(kind: string): string {
  ids += 1;
  return `${kind}-${ids}`;
}
