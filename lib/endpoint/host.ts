import "server-only";
import {
  CLIENT_CAPABILITIES_META_KEY,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  type Result,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Host } from "@/lib/mcp/call";
import { mcpFailureIn } from "@/lib/mcp/failure";
import { ELICIT, notOffered } from "@/lib/mcp/questions";
import { MISSING_CAPABILITY } from "@/lib/mcp/translate";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";

/**
 * What a host of the 2026 era offers a tool, with a repeated call its answers
 * too. It is passed on as it came: what a tool asks is between the tool and the
 * host's person. Null for a host of the 2025 era, whom a server without sessions
 * cannot ask.
 */
export function hostOf({ mcpReq }: ServerContext): Host | null {
  const envelope: JsonObject = { ...mcpReq.envelope };
  const capabilities = envelope[CLIENT_CAPABILITIES_META_KEY];
  if (!isJsonObject(capabilities)) return null;
  const inputResponses = withoutOurs(mcpReq.inputResponses);
  const requestState: unknown = mcpReq.requestState();
  return {
    capabilities,
    ...(inputResponses && { inputResponses }),
    ...(typeof requestState === "string" && { requestState }),
  };
}

/** Under which name the console itself asks for a person's yes. A tool has no business with the answer. */
export const APPROVAL = "patchbay-approval";

function withoutOurs(responses: JsonObject | undefined): JsonObject | undefined {
  if (!responses || !(APPROVAL in responses)) return responses;
  const { [APPROVAL]: _ours, ...others } = responses;
  return Object.keys(others).length > 0 ? others : undefined;
}

/**
 * What a tool asks, for a host that offered to answer such things; no tool may
 * ask for more (2026-07-28, Capabilities). Its host knows only this console, so a
 * question says whose it is.
 */
export function passOn(asks: JsonObject, { capabilities }: Host, connection: string): Result {
  const missing = notOffered(asks, capabilities);
  if (missing) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: missing });
  const { inputRequests, requestState } = asks;
  return {
    resultType: "input_required",
    ...(isJsonObject(inputRequests) && { inputRequests: signed(inputRequests, connection) }),
    ...(requestState !== undefined && { requestState }),
  };
}

function signed(requests: JsonObject, connection: string): JsonObject {
  const entries = Object.entries(requests).map(([key, request]) => {
    const params = isJsonObject(request) && request["method"] === ELICIT ? request["params"] : null;
    if (!isJsonObject(params)) return [key, request];
    return [
      key,
      { ...Object(request), params: { ...params, message: `${connection} asks: ${params["message"]}` } },
    ];
  });
  return Object.fromEntries(entries);
}

/**
 * An error of the server's that is about what the host did and not the model: it
 * did not offer what the tool needs, or it repeated a call wrongly. Others are
 * told to the model in words.
 */
export function errorForHost(error: unknown, host: Host): ProtocolError | null {
  const failure = mcpFailureIn(error);
  if (failure?.rpcCode === undefined) return null;
  const { requiredCapabilities } = isJsonObject(failure.rpcData) ? failure.rpcData : {};
  if (failure.rpcCode === MISSING_CAPABILITY && isJsonObject(requiredCapabilities)) {
    return new MissingRequiredClientCapabilityError({ requiredCapabilities });
  }
  return host.requestState === undefined ? null : new ProtocolError(failure.rpcCode, failure.message);
}
