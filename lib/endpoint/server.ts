import "server-only";
import {
  type CallToolResult,
  createMcpHandler,
  type McpRequestContext,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  Server,
} from "@modelcontextprotocol/server";
import { clientIdentity, isJsonObject } from "@/lib/mcp/upstream";
import { logError } from "@/lib/secrets/log";
import type { Caller } from "./actor";
import { callPicked } from "./call";
import { listCallable, type OfferedTool, type PickRow } from "./pick";
import { TROUBLE } from "./sentences";

/** Who calls, and the pick that was looked up together with them. */
export type Exchange = { caller: Caller; pick: PickRow | null };

/**
 * Serves one message in whichever protocol era it is written. The server lives
 * as long as its answer: the SDK builds one per request for both eras.
 */
export async function serve(request: Request, message: unknown, exchange: Exchange): Promise<Response> {
  const isCall = isJsonObject(message) && message["method"] === "tools/call";
  exchanges.set(request, { ...exchange, isCall });
  return handler.fetch(request, { parsedBody: message });
}

/** The SDK hands the request to `build`; this hands over the rest. */
const exchanges = new WeakMap<Request, Exchange & { isCall: boolean }>();

const handler = createMcpHandler(build);

function build({ era, requestInfo }: McpRequestContext): Server {
  const exchange = requestInfo && exchanges.get(requestInfo);
  if (!exchange) throw new Error("A request reached the MCP server without its caller.");
  const { caller } = exchange;

  const server = new Server(
    { ...clientIdentity, title: caller.assignment.name },
    { capabilities: { tools: {} }, instructions: `The tools of the assignment “${caller.assignment.name}”.` },
  );
  server.setRequestHandler("tools/list", async () => ({
    tools: (await discreetly(listCallable(caller))).map((tool) => toWire(tool, era)),
    ttlMs: 0,
    cacheScope: "private",
  }));
  // A method that nobody handles is answered by the SDK, with the status its revision asks for.
  if (!exchange.isCall) return server;
  // As a handler for "tools/call" the SDK would parse results strictly, and refuse what it does not know yet.
  server.fallbackRequestHandler = async (call, context): Promise<Result> => {
    const result = await discreetly(callPicked(exchange, call, context));
    // Safe: nobody of the 2025 era is asked anything, so what comes back is a result.
    return era === "legacy" ? server.projectCallToolResult(result as CallToolResult, undefined) : result;
  };
  return server;
}

/** The SDK tells a host the message of whatever is thrown; that of a bug or an outage of ours is for the log. */
async function discreetly<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof ProtocolError) throw error;
    logError("A request to an endpoint failed unexpectedly.", error);
    throw new ProtocolError(ProtocolErrorCode.InternalError, TROUBLE);
  });
}

/** A definition as its server wrote it, but for the name. 2025-era clients know output schemas of objects only. */
function toWire({ name, definition }: OfferedTool, era: McpRequestContext["era"]): OfferedTool["definition"] {
  const { _meta: _, outputSchema, ...rest } = definition;
  const isKnown = era === "modern" || (isJsonObject(outputSchema) && outputSchema["type"] === "object");
  return { ...rest, ...(outputSchema !== undefined && isKnown && { outputSchema }), name };
}
