import "server-only";
import type { Progress } from "./exchange";
import { isMcpFailure, McpFailure } from "./failure";
import { paramHeaders } from "./param-headers";
import { request } from "./request";
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
  const { result, session } = await send(upstream, call, call.inputSchema).catch(async (error: unknown) => {
    if (!isMcpFailure(error) || error.rpcCode !== HEADER_MISMATCH) throw error;
    return send(upstream, call, await currentSchema(upstream, call));
  });
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
};

export type ToolResult = { content: unknown[]; structuredContent?: unknown; isError: boolean };

/** Refused before the tool ran: headers and body did not agree (2026-07-28, Transports). */
const HEADER_MISMATCH = -32020;

function send(upstream: Upstream, call: ToolCall, inputSchema: JsonObject | undefined) {
  return request(upstream, {
    method: "tools/call",
    params: { name: call.name, arguments: call.arguments },
    headers: inputSchema ? paramHeaders(inputSchema, call.arguments) : {},
    timeoutMs: call.timeoutMs,
    signal: call.signal,
    onProgress: call.onProgress,
  });
}

async function currentSchema(upstream: Upstream, call: ToolCall): Promise<JsonObject | undefined> {
  const { tools } = await listTools(upstream, { signal: call.signal });
  return tools.find(({ name }) => name === call.name)?.inputSchema;
}

/** A result without a `resultType` is complete (2026-07-28, Versioning: earlier servers never send one). */
function toolResult(raw: JsonObject): ToolResult {
  const type = raw.resultType ?? "complete";
  if (type === "input_required") throw needsInput();
  if (type !== "complete") {
    throw new McpFailure("protocol", "The tool answered with a kind of result that is not supported yet.");
  }
  return {
    content: Array.isArray(raw.content) ? raw.content : [],
    ...(raw.structuredContent === undefined ? {} : { structuredContent: raw.structuredContent }),
    isError: raw.isError === true,
  };
}
