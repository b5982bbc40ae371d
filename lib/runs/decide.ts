import "server-only";
import { type Actor, authorize, systemPermit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import type { Approval } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import type { JsonObject } from "@/lib/mcp/upstream";
import { isJsonObject } from "@/lib/mcp/upstream";
import { settleNotices } from "@/lib/notices/notify";
import { argumentFault } from "@/lib/tools/arguments";
import { sendRun } from "./queue";
import { advance, toJson } from "./record";
import type { DecisionInput } from "./schema";

type Decision = {
  decision: "approved" | "denied" | "expired";
  by: string;
  reason: string | null;
  arguments: JsonObject | null;
};

/**
 * Says yes or no to a call that waits, once. Only the person it would act as
 * can: nobody else's yes lends out their sign-in. Throws `invalid` when edited
 * arguments are no JSON object or plainly not what the tool takes, `conflict` when it was answered or ran out.
 */
export async function decideApproval(actor: Actor, input: DecisionInput): Promise<void> {
  const permit = authorize(actor, "runs.start");
  const decision: Decision =
    input.decision === "approve"
      ? { decision: "approved", by: actor.name, reason: null, arguments: editedArguments(input.arguments) }
      : { decision: "denied", by: actor.name, reason: input.reason || null, arguments: null };

  const runId = await commit(permit, async (tx) => {
    const approval = await tx.approval.findFirst({
      where: { id: input.approvalId, memberId: permit.actor.id, workspaceId: permit.workspaceId },
      include: { tool: { select: { reviewed: true } } },
    });
    if (!approval) throw new Failure("not-found", "There is nothing to approve here.");
    const fault = decision.arguments && argumentFault(approval.tool?.reviewed, decision.arguments);
    if (fault) throw new Failure("invalid", fault, { field: "arguments" });
    if (!(await settle(tx, approval, decision))) {
      throw new Failure("conflict", "This was answered already, or its time ran out.");
    }
    return {
      value: approval.runId,
      event: { name: "approval.decided", subject: approval.id, detail: detailOf(approval, decision) },
    };
  });
  if (runId) await sendRun({ id: runId, memberId: permit.actor.id });
}

/** Approvals nobody answered in time count as denied. Safe to run anywhere, at any time. */
export async function expireApprovals(): Promise<void> {
  const due = await read(systemPermit("work on a run", "none")).approval.findMany({
    where: { status: "waiting", expiresAt: { lt: new Date() } },
    take: 100,
  });
  for (const approval of due) {
    const decision: Decision = { decision: "expired", by: "Patchbay", reason: null, arguments: null };
    await commit(systemPermit("work on a run", approval.workspaceId), async (tx) => {
      const isSettled = await settle(tx, approval, decision);
      const event = {
        name: "approval.decided",
        subject: approval.id,
        detail: detailOf(approval, decision),
      } as const;
      return { value: undefined, event: isSettled ? event : { unrecorded: "somebody answered meanwhile" } };
    });
    if (approval.runId) await sendRun({ id: approval.runId, memberId: approval.memberId });
  }
}

/** False: it is no longer waiting. */
async function settle(tx: Change, approval: Approval, decision: Decision): Promise<boolean> {
  const isLate = decision.decision === "expired" ? {} : { expiresAt: { gt: new Date() } };
  const { count } = await tx.approval.updateMany({
    where: { id: approval.id, status: "waiting", ...isLate },
    data: {
      status: decision.decision,
      reason: decision.reason,
      decidedAt: new Date(),
      ...(decision.arguments && { edited: toJson(decision.arguments) }),
    },
  });
  if (count === 0) return false;
  await settleNotices(tx, { kind: "approval", subjectId: approval.id });
  if (approval.runId && approval.callId) {
    await advance(tx, { id: approval.runId }, { name: "call.decided", callId: approval.callId, ...decision });
    await wakeRun(tx, approval.runId);
  }
  return true;
}

/** A run that waits has something to go on with. */
export async function wakeRun(tx: Change, runId: string): Promise<void> {
  await tx.run.updateMany({ where: { id: runId, status: "waiting" }, data: { status: "queued" } });
}

function editedArguments(text: string): JsonObject | null {
  if (text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below, together with JSON that is no object.
  }
  throw new Failure("invalid", "The arguments must be a JSON object.", { field: "arguments" });
}

function detailOf(approval: Approval, { decision }: Decision) {
  return {
    assignment: approval.assignmentName,
    connection: approval.connectionName,
    tool: approval.toolName,
    decision,
  };
}
