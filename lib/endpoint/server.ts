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
import { type Outage, outageIn } from "@/lib/db/outage";
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
  const served: Served = { ...exchange, isCall, outage: null };
  exchanges.set(request, served);
  const response = await handler.fetch(request, { parsedBody: message });
  if (!served.outage) return response;
  return new Response(response.body, {
    status: 503,
    headers: { ...Object.fromEntries(response.headers), ...COME_BACK },
  });
}

/** Once this is said, whoever asked may ask again (RFC 9110 §15.6.4). */
export const COME_BACK = { "retry-after": "5" };

/** `outage`: the database went away meanwhile. An answer that has begun, as a stream, can say so only inside. */
type Served = Exchange & { isCall: boolean; outage: Outage | null };

/** The SDK hands the request to `build`; this hands over the rest. */
const exchanges = new WeakMap<Request, Served>();

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
    tools: (await discreetly(exchange, listCallable(caller))).map((tool) => toWire(tool, era)),
    ttlMs: 0,
    cacheScope: "private",
  }));
  // A method that nobody handles is answered by the SDK, with the status its revision asks for.
  if (!exchange.isCall) return server;
  // As a handler for "tools/call" the SDK would parse results strictly, and refuse what it does not know yet.
  server.fallbackRequestHandler = async (call, context): Promise<Result> => {
    const result = await discreetly(exchange, callPicked(exchange, call, context));
    // Safe: nobody of the 2025 era is asked anything, so what comes back is a result.
    return era === "legacy" ? server.projectCallToolResult(result as CallToolResult, undefined) : result;
  };
  return server;
}

/** The SDK tells a host the message of whatever is thrown; that of a bug or an outage of ours is for the log. */
async function discreetly<T>(served: Served, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof ProtocolError) throw error;
    logError("A request to an endpoint failed unexpectedly.", error);
    served.outage = outageIn(error);
    throw new ProtocolError(ProtocolErrorCode.InternalError, served.outage?.message ?? TROUBLE);
  });
}

/** A definition as its server wrote it, but for the name. 2025-era clients know output schemas of objects only. */
function toWire({ name, definition }: OfferedTool, era: McpRequestContext["era"]): OfferedTool["definition"] {
  const { _meta: _, outputSchema, ...rest } = definition;
  const isKnown = era === "modern" || (isJsonObject(outputSchema) && outputSchema["type"] === "object");
  return { ...rest, ...(outputSchema !== undefined && isKnown && { outputSchema }), name };
}
