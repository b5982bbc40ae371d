import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { recordCall } from "@/lib/audit/calls";
import type { CallOutcome } from "@/lib/audit/events";
import type { CallRight } from "@/lib/db/call-rights";
import type { Tool } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import {
  callTool as callUpstream,
  type Host,
  relayTool,
  type ToolCall,
  type ToolOutcome,
  type ToolResult,
} from "@/lib/mcp/call";
import { mcpFailureIn } from "@/lib/mcp/failure";
import { markUsed } from "@/lib/sign-ins/health";
import { type ReachableRow, type Reached, reach, reachable } from "@/lib/sign-ins/upstream";
import { statusOf } from "./catalogue";
import { definitionOf } from "./listed";
import { lookAgain } from "./listing";
import { whileAllowed } from "./right";
import { toFailure } from "./trouble";

const CALL_MAX_MS = 120_000;

export type CallRequest = {
  toolId: string;
  arguments: Record<string, unknown>;
  via: "endpoint" | "try" | "run";
  assignment: { id: string; name: string } | null;
  signal?: AbortSignal | undefined;
  onProgress?: ToolCall["onProgress"];
  /** Answers what the tool asks meanwhile, where the actor is there to be asked. */
  respond?: ToolCall["respond"];
  /** The actor's program answers what the tool asks, by calling again. */
  host?: Host | undefined;
};

export type CallableTool = Pick<Tool, keyof typeof CALLED> & { connection: ReachableRow };

/**
 * Calls a tool as the actor, with their own sign-in and nobody else's. Whether
 * they may, and whether the tool is as it was reviewed, is decided here and now.
 * A tool's own error is a result; everything else is thrown as a Failure. Each
 * call leaves one audit event.
 */
export async function callTool(actor: Actor, request: Omit<CallRequest, "host">): Promise<ToolResult> {
  const permit = authorize(actor, "connections.view");
  const tool = await read(permit).tool.findFirst({
    where: { id: request.toolId, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: callable(permit.actor.id),
  });
  if (!tool) throw gone();
  const outcome = await callFound(permit, tool, request);
  if ("asks" in outcome) throw new Error("Only a host is asked by a result.");
  return outcome;
}

/** What a call needs to know of a tool, so that a caller with a query of its own can fetch it along; of the sign-ins, only this person's and the workspace's. */
export function callable(memberId: string) {
  return { ...CALLED, connection: { select: reachable(memberId) } } as const;
}

const CALLED = {
  id: true,
  name: true,
  reviewed: true,
  reviewedFingerprint: true,
  latestFingerprint: true,
  unusable: true,
} as const;

/** The same for a tool that `callable` has just fetched. */
export async function callFound(
  permit: PersonalPermit,
  tool: CallableTool,
  request: Omit<CallRequest, "toolId">,
): Promise<ToolOutcome> {
  const startedAt = performance.now();
  let reached: Reached | null = null;
  const record = (outcome: CallOutcome) =>
    recordCall(
      permit,
      {
        connection: tool.connection.name,
        tool: tool.name,
        via: request.via,
        assignment: request.assignment?.name ?? null,
        durationMs: Math.round(performance.now() - startedAt),
        outcome,
        ...(reached?.signIn?.memberId === null && { as: "workspace" }),
      },
      tool.id,
    );
  let isSent = false;
  try {
    requireReady(tool);
    reached = reach(permit, tool.connection);
    if (await lookAgain(permit, reached)) requireReady(await findAgain(permit, tool));
    isSent = true;
    const way = reached;
    const result = await whileAllowed(rightOf(permit, tool, way, request), request.signal, (signal) =>
      send(permit, way, tool, { ...request, signal }),
    );
    record("isError" in result && result.isError ? "toolError" : "ok");
    return result;
  } catch (error) {
    record(outcomeOf(error, isSent));
    throw error;
  }
}

function rightOf(
  { actor }: PersonalPermit,
  { id }: CallableTool,
  { signIn }: Reached,
  { assignment }: Pick<CallRequest, "assignment">,
): CallRight {
  return {
    memberId: actor.id,
    tokenId: actor.kind === "endpoint" ? actor.tokenId : null,
    assignmentId: assignment?.id ?? null,
    toolId: id,
    // Without a credential it is about to be signed in, by the company's word.
    signInId: signIn?.credential ? signIn.id : null,
  };
}

async function send(
  permit: PersonalPermit,
  reached: ReturnType<typeof reach>,
  tool: CallableTool,
  request: Omit<CallRequest, "toolId">,
): Promise<ToolOutcome> {
  const schema = definitionOf(definitionOf(tool.reviewed)?.["inputSchema"]);
  try {
    const call: ToolCall = {
      name: tool.name,
      arguments: request.arguments,
      timeoutMs: CALL_MAX_MS,
      signal: request.signal,
      onProgress: request.onProgress,
      respond: request.respond,
      ...(schema && { inputSchema: schema }),
    };
    const { upstream } = reached;
    const result = request.host
      ? await relayTool(upstream, call, request.host)
      : (await callUpstream(upstream, call)).result;
    if (reached.signIn) await markUsed(permit, reached.signIn);
    return result;
  } catch (error) {
    throw await toFailure(permit, reached, error);
  }
}

async function findAgain(permit: PersonalPermit, { id, connection }: CallableTool): Promise<CallableTool> {
  const row = await read(permit).tool.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: CALLED,
  });
  if (!row) throw gone();
  return { ...row, connection };
}

function gone(): Failure {
  return new Failure("not-found", "That tool is no longer here.");
}

function requireReady(tool: CallableTool): void {
  const status = statusOf(tool);
  const from = `${tool.name} of ${tool.connection.name}`;
  if (status === "gone")
    throw new Failure(
      "held",
      `${from} is no longer on the server's list, or has another name there. An admin has to look at the connection's changes.`,
    );
  if (status === "unusable") throw new Failure("held", `${from} can't be used: ${tool.unusable}.`);
  if (status !== "ready") {
    throw new Failure(
      "held",
      `${from} was changed by the server and is held until an admin has reviewed it.`,
    );
  }
}

function outcomeOf(error: unknown, isSent: boolean): CallOutcome {
  const isRefusal = error instanceof Failure && (error.code === "sign-in-required" || error.code === "held");
  if (!isSent || isRefusal) return "refused";
  if (error instanceof Failure && error.code === "permission-required") return "forbidden";
  return mcpFailureIn(error)?.kind === "aborted" ? "cancelled" : "failed";
}
