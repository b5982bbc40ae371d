import "server-only";
import {
  type CallToolResult,
  isInputRequiredResult,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { recordCall } from "@/lib/audit/calls";
import { holdingRights } from "@/lib/db/call-rights";
import { outageIn } from "@/lib/db/outage";
import { Failure } from "@/lib/errors";
import { isMcpFailure } from "@/lib/mcp/failure";
import { needsInput } from "@/lib/mcp/translate";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { logError } from "@/lib/secrets/log";
import { callFound } from "@/lib/tools/call";
import { endpointName } from "@/lib/tools/names";
import type { Caller } from "./actor";
import { approve } from "./approve";
import { cancellable } from "./cancellation";
import { errorForHost, hostOf, passOn } from "./host";
import { findPick, type PickRow } from "./pick";
import { listEndpointTools } from "./queries";
import { CHANGED, problemSentence, TROUBLE, unknownToolSentence } from "./sentences";
import type { Exchange } from "./server";

/**
 * Calls a picked tool as the token's holder. Whether it may be called is decided
 * here, now, whatever a list said before; what stands in the way is answered in
 * words a model can pass on to its person.
 */
export async function callPicked(
  { caller, pick: lookedUp }: Exchange,
  message: JSONRPCRequest,
  context: ServerContext,
): Promise<Result> {
  const { name, args } = readCall(message);
  const pick = lookedUp && nameOf(lookedUp) === name ? lookedUp : await findPick(caller, name);
  if (!pick) throw await unknownTool(caller, name);

  const refusal = refusalOf(pick, caller);
  if (refusal !== null) {
    recordRefusal(caller, pick);
    return refused(refusal);
  }
  return pick.mode === "allow"
    ? send(caller, pick, args, context)
    : sendApproved(caller, pick, args, context);
}

/** What a tool asks in the middle of a call is part of it, so the yes stays good for the call's second half. */
async function sendApproved(
  caller: Caller,
  pick: PickRow,
  args: JsonObject,
  context: ServerContext,
): Promise<Result> {
  const approved = await approve(caller, pick, args, context);
  if ("answer" in approved) {
    recordRefusal(caller, pick);
    return approved.answer;
  }
  const current = await stillAsAsked(caller, pick);
  if (!current) {
    recordRefusal(caller, pick);
    return refused(CHANGED);
  }
  const result = await send(caller, current, approved.arguments, context);
  if (isInputRequiredResult(result)) await approved.giveBack();
  return result;
}

/** The pick as it is by now: while its person thought about it, everything that allowed the call may have gone. */
async function stillAsAsked(caller: Caller, asked: PickRow): Promise<PickRow | null> {
  const pick = await findPick(caller, nameOf(asked));
  if (pick?.fingerprint !== asked.fingerprint || refusalOf(pick, caller) !== null) return null;
  // That the sign-in is there is seen, and said, by whoever makes the call.
  const { id: memberId, tokenId } = caller.actor;
  const place = { assignmentId: caller.assignment.id, toolId: pick.tool.id };
  const holding = await holdingRights([{ memberId, tokenId, ...place, signInId: null }]);
  return holding.size > 0 ? pick : null;
}

async function unknownTool({ actor, assignment }: Caller, name: string): Promise<ProtocolError> {
  const offered = await listEndpointTools(actor, assignment.id);
  const names = offered.map((tool) => tool.name);
  return new ProtocolError(ProtocolErrorCode.InvalidParams, unknownToolSentence(name, names));
}

function readCall({ params }: JSONRPCRequest): { name: string; args: JsonObject } {
  const { name, arguments: args = {} } = params ?? {};
  if (typeof name !== "string" || !isJsonObject(args)) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      "A call names a tool and gives its arguments as an object.",
    );
  }
  return { name, args };
}

function refusalOf(pick: PickRow, { assignment }: Caller): string | null {
  const { name: tool, connection, unusable: reason, reviewedFingerprint } = pick.tool;
  const names = { tool, connection: connection.name, assignment: assignment.name, reason };
  const problem = problemOf(pick, pick.tool);
  // Once an admin has accepted that it is gone, it has no review any more.
  if (problem === "gone" && reviewedFingerprint !== null) return problemSentence("missing", names);
  return problem && problemSentence(problem, names);
}

async function send(
  caller: Caller,
  pick: PickRow,
  args: JsonObject,
  context: ServerContext,
): Promise<Result> {
  const { actor, assignment } = caller;
  const { mcpReq, http } = context;
  const host = hostOf(context);
  const sessionId = http?.req?.headers.get("mcp-session-id");
  const cancel = cancellable(sessionId ? { tokenId: actor.tokenId, sessionId, requestId: mcpReq.id } : null);
  const signal = cancel.signal ? AbortSignal.any([mcpReq.signal, cancel.signal]) : mcpReq.signal;
  const progressToken = mcpReq._meta?.progressToken;
  try {
    const outcome = await callFound(authorize(actor, "endpoints.use"), pick.tool, {
      arguments: args,
      via: "endpoint",
      assignment,
      signal,
      ...(host && { host }),
      ...(progressToken !== undefined && {
        onProgress: (progress) =>
          // A host that has gone away is noticed by the call's own signal.
          void mcpReq
            .notify({ method: "notifications/progress", params: { progressToken, ...progress } })
            .catch(() => {}),
      }),
    });
    if ("asks" in outcome)
      return host ? passOn(outcome.asks, host, pick.tool.connection.name) : refused(needsInput().message);
    // Safe: what a tool returns is passed on as it came; the host parses it.
    return outcome as CallToolResult;
  } catch (error) {
    if (outageIn(error)) throw error;
    const forHost = error instanceof ProtocolError ? error : host && errorForHost(error, host);
    if (forHost) throw forHost;
    return refused(sentenceOf(error));
  } finally {
    cancel.done();
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Failure || isMcpFailure(error)) return error.message;
  logError("A call through an endpoint failed unexpectedly.", error);
  return TROUBLE;
}

function refused(sentence: string): CallToolResult {
  return { content: [{ type: "text", text: sentence }], isError: true };
}

function recordRefusal({ actor, assignment }: Caller, { tool }: PickRow): void {
  const call = {
    connection: tool.connection.name,
    tool: tool.name,
    via: "endpoint",
    assignment: assignment.name,
    durationMs: 0,
    outcome: "refused",
  } as const;
  recordCall(authorize(actor, "endpoints.use"), call, tool.id);
}

function nameOf({ tool }: PickRow): string {
  return endpointName(tool.connection.slug, tool.name);
}
