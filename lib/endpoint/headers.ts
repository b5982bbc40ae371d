import "server-only";
import { CLIENT_CAPABILITIES_META_KEY } from "@modelcontextprotocol/server";
import { differingHeader } from "@/lib/mcp/param-headers";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { definitionOf } from "@/lib/tools/listed";
import type { PickRow } from "./pick";

/**
 * A 2026-era host repeats some arguments as headers, for whatever stands between
 * it and us. If those say something else than the call itself, somebody was
 * misled, and the call is refused before it is looked at (2026-07-28, Transports,
 * Custom Headers). The SDK sees to the standard ones; it does not know the tools.
 */
export function refuseDifferingHeaders(
  message: JsonObject,
  headers: Headers,
  { tool }: PickRow,
): Response | null {
  const { params } = message;
  if (!isJsonObject(params) || !isJsonObject(params["_meta"])) return null;
  if (!(CLIENT_CAPABILITIES_META_KEY in params["_meta"])) return null;

  const schema = definitionOf(definitionOf(tool.reviewed)?.["inputSchema"]);
  const given = isJsonObject(params["arguments"]) ? params["arguments"] : {};
  const header = schema && differingHeader(schema, given, headers);
  if (!header) return null;
  const error = { code: HEADER_MISMATCH, message: `The header ${header} does not say what the call says.` };
  return Response.json({ jsonrpc: "2.0", id: message["id"] ?? null, error }, { status: 400 });
}

const HEADER_MISMATCH = -32020;
