import "server-only";
import { randomUUID } from "node:crypto";
import type { Progress } from "./ask";
import { isMcpFailure, McpFailure } from "./failure";
import { paramHeaders } from "./param-headers";
import { ANSWERS_FORMS, answersTo, askedTooMuch, type Respond } from "./questions";
import { type Answer, request } from "./request";
import { closeSession } from "./sessions";
import { listTools } from "./tools";
import { needsInput } from "./translate";
import type { Era, JsonObject, Upstream } from "./upstream";

/**
 * Calls a tool once, as the person whose credential `upstream` carries. What the
 * tool returned is passed on as it is, whether or not it fits the tool's schema;
 * `isError` is the tool's own failure. Progress is passed on and buys no time.
 * Rejects with a Failure; after a timeout, an abort or a cut the tool may have run.
 */
export async function callTool(
  upstream: Upstream,
  call: ToolCall,
): Promise<{ result: ToolResult; era: Era }> {
  if (!call.respond) return complete(await send(upstream, call, call.inputSchema, {}));

  // What is offered holds for a whole session, and a question in it can only be about this call.
  const own = { ...upstream, key: `${upstream.key}:${randomUUID()}`, capabilities: ANSWERS_FORMS };
  try {
    return complete(await sendAnswering(own, call, call.respond));
  } finally {
    void closeSession(own.key);
  }
}

/**
 * The same for a program that answers what the tool asks by calling again. What
 * it offers is offered to servers of its own era alone: in the other it would
 * hold for a session that others share.
 */
export async function relayTool(
  upstream: Upstream,
  call: ToolCall,
  { capabilities, ...retry }: Host,
): Promise<ToolOutcome> {
  const reached = upstream.era === "2026" ? { ...upstream, capabilities } : upstream;
  const answer = await send(reached, call, call.inputSchema, retry);
  return answer.result.resultType === INPUT_REQUIRED ? { asks: answer.result } : complete(answer).result;
}

/** Repeats the call with what it asks for, until it asks no more. */
async function sendAnswering(upstream: Upstream, call: ToolCall, respond: Respond): Promise<Answer> {
  const signal = call.signal ?? new AbortController().signal;
  let answer = await send(upstream, call, call.inputSchema, {});
  for (let round = 0; answer.result.resultType === INPUT_REQUIRED; round += 1) {
    if (round >= ROUNDS_MAX) throw askedTooMuch();
    answer = await send(upstream, call, call.inputSchema, await answersTo(answer.result, respond, signal));
  }
  return answer;
}

const INPUT_REQUIRED = "input_required";
const ROUNDS_MAX = 10;

function complete({ result, session }: Answer): { result: ToolResult; era: Era } {
  return { result: toolResult(result), era: session.era };
}

export type ToolCall = {
  name: string;
  arguments: JsonObject;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** The tool's input schema where the caller has it; it saves a round trip for tools that want `Mcp-Param-*` headers. */
  inputSchema?: JsonObject | undefined;
  /** Answers what the tool asks its person meanwhile. Without it such a tool fails. */
  respond?: Respond | undefined;
};

/** A program that speaks the 2026 era: what it offers to do, and with a repeated call its answers and the server's state. */
export type Host = {
  capabilities: JsonObject;
  inputResponses?: JsonObject;
  requestState?: string;
};

/** What a call came to: a result, or for a host what the tool asks first, as its server put it. */
export type ToolOutcome = ToolResult | { asks: JsonObject };

export type ToolResult = { content: unknown[]; structuredContent?: unknown; isError: boolean };

/** Refused before the tool ran: headers and body did not agree (2026-07-28, Transports). */
const HEADER_MISMATCH = -32020;

async function send(
  upstream: Upstream,
  call: ToolCall,
  inputSchema: JsonObject | undefined,
  answers: JsonObject,
): Promise<Answer> {
  const attempt = (schema: JsonObject | undefined) =>
    request(upstream, {
      method: "tools/call",
      params: { name: call.name, arguments: call.arguments, ...answers },
      headers: schema ? paramHeaders(schema, call.arguments) : {},
      timeoutMs: call.timeoutMs,
      signal: call.signal,
      onProgress: call.onProgress,
      respond: call.respond,
    });
  return attempt(inputSchema).catch(async (error: unknown) => {
    if (!isMcpFailure(error) || error.rpcCode !== HEADER_MISMATCH) throw error;
    return attempt(await currentSchema(upstream, call));
  });
}

async function currentSchema(upstream: Upstream, call: ToolCall): Promise<JsonObject | undefined> {
  const { tools } = await listTools(upstream, { signal: call.signal });
  return tools.find(({ name }) => name === call.name)?.inputSchema;
}

/** A result without a `resultType` is complete (2026-07-28, Versioning: earlier servers never send one). */
function toolResult(raw: JsonObject): ToolResult {
  const type = raw.resultType ?? "complete";
  if (type === INPUT_REQUIRED) throw needsInput();
  if (type !== "complete") {
    throw new McpFailure("protocol", "The tool answered with a kind of result that is not supported yet.");
  }
  return {
    content: Array.isArray(raw.content) ? raw.content : [],
    ...(raw.structuredContent === undefined ? {} : { structuredContent: raw.structuredContent }),
    isError: raw.isError === true,
  };
}
