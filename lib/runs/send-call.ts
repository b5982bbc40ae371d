import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import type { CallOutcome } from "@/lib/audit/events";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { isMcpFailure, mcpFailureIn } from "@/lib/mcp/failure";
import type { JsonObject } from "@/lib/mcp/upstream";
import { callTool } from "@/lib/tools/call";
import { resultText } from "./result-text";
import type { RunTool } from "./schema";

export type Answered = { outcome: CallOutcome; text: string; cutFrom: number | null; durationMs: number };

/**
 * Makes one call as the person the run acts for, with whatever came of it as
 * the answer. Throws only what is nobody's fault outside.
 */
export async function sendCall(
  actor: Actor,
  input: {
    assignment: { id: string; name: string };
    tool: RunTool;
    arguments: JsonObject;
    bytesMax: number;
    timeoutMs: number;
    signal: AbortSignal;
  },
): Promise<Answered> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(input.timeoutMs)]);
  try {
    await requirePicked(actor, input.assignment.id, input.tool);
    const result = await callTool(actor, {
      toolId: input.tool.toolId,
      arguments: input.arguments,
      via: "run",
      assignment: input.assignment,
      signal,
    });
    const answer = resultText(result, input.bytesMax);
    return { ...answer, outcome: result.isError ? "toolError" : "ok", durationMs: since() };
  } catch (error) {
    if (!(error instanceof Failure) && !isMcpFailure(error)) throw error;
    return { outcome: outcomeOf(error), text: error.message, cutFrom: null, durationMs: since() };
  }
}

/** Whether the assignment still has the tool, as it was when the run began, is decided at each call. */
async function requirePicked(actor: Actor, assignmentId: string, tool: RunTool): Promise<void> {
  const permit = authorize(actor, "runs.start");
  const pick = await read(permit).pick.findFirst({
    where: { assignmentId, toolId: tool.toolId, workspaceId: permit.workspaceId },
    select: {
      fingerprint: true,
      tool: { select: { reviewedFingerprint: true, latestFingerprint: true, unusable: true } },
    },
  });
  const from = `${tool.tool} of ${tool.connection}`;
  if (!pick) throw new Failure("held", `${from} is no longer picked for this assignment.`);
  if (pick.fingerprint !== tool.fingerprint || problemOf(pick, pick.tool)) {
    throw new Failure(
      "held",
      `${from} changed since the run began and is held until somebody has looked at it.`,
    );
  }
}

function outcomeOf(error: unknown): CallOutcome {
  if (mcpFailureIn(error)?.kind === "aborted") return "cancelled";
  if (error instanceof Failure && error.code === "permission-required") return "forbidden";
  const refusals = ["sign-in-required", "held", "not-found", "forbidden"];
  return error instanceof Failure && refusals.includes(error.code) ? "refused" : "failed";
}
