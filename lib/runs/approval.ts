import "server-only";
import { createHash, randomUUID } from "node:crypto";
import type { PersonalPermit } from "@/lib/access/actor";
import type { Change } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";
import type { JsonObject } from "@/lib/mcp/upstream";
import { notify } from "@/lib/notices/notify";
import { canonical } from "@/lib/tools/fingerprint";
import { toJson } from "./record";

/** A call that needs a person's yes, whoever wants to make it. */
export type AskedCall = {
  run: { id: string; callId: string } | null;
  assignment: { id: string | null; name: string };
  tool: { toolId: string; tool: string; connection: string; fingerprint: string };
  arguments: JsonObject;
  /** How long there is to answer. */
  hours: number;
};

/** The row of an approval that waits for the one who would be acting. */
export function newApproval(permit: PersonalPermit, call: AskedCall) {
  return {
    id: randomUUID(),
    workspaceId: permit.workspaceId,
    memberId: permit.actor.id,
    runId: call.run?.id ?? null,
    callId: call.run?.callId ?? null,
    assignmentId: call.assignment.id,
    assignmentName: call.assignment.name,
    toolId: call.tool.toolId,
    toolName: call.tool.tool,
    connectionName: call.tool.connection,
    arguments: toJson(call.arguments),
    digest: digestOf(call.arguments),
    fingerprint: call.tool.fingerprint,
    expiresAt: new Date(Date.now() + call.hours * 3_600_000),
  } satisfies Prisma.ApprovalCreateManyInput;
}

/** Puts the call to its person, who is told of it. */
export async function askPerson(tx: Change, approval: ReturnType<typeof newApproval>): Promise<void> {
  await tx.approval.create({ data: approval });
  await notify(tx, approval, {
    kind: "approval",
    approvalId: approval.id,
    runId: approval.runId,
    assignment: approval.assignmentName,
    tool: approval.toolName,
    connection: approval.connectionName,
  });
}

/** SHA-256 of arguments, the same however they are spelled. */
export function digestOf(args: JsonObject): string {
  return createHash("sha256").update(canonical(args)).digest("hex");
}
