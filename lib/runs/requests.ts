import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Approval } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import type { JsonObject } from "@/lib/mcp/upstream";
import { type AskedCall, askPerson, digestOf, newApproval } from "./approval";
import { readLimits } from "./limits";
import { lockPerson } from "./under-way";

/** How a call stands that needs a yes and came without a run. */
export type Standing =
  | { kind: "approved"; approvalId: string; arguments: JsonObject }
  | { kind: "waiting"; approvalId: string; since: "now" | "before" }
  | { kind: "denied"; reason: string | null }
  /** Too much waits for the same person already; this call was not put to them. */
  | { kind: "crowded"; waiting: number }
  /** Its arguments are more than a person looks through; it was not put to them. */
  | { kind: "too-large"; bytesMax: number };

type Request = Omit<AskedCall, "run" | "hours">;

/** So that a program that asks without end does not bury its person. */
const WAITING_MAX = 50;
/** Of JSON. What waits for a person is read with every page they open. */
const ARGUMENTS_BYTES_MAX = 64 * 1024;
/** The same call is not put to a person again right after their no. */
const DENIAL_HOLDS_MS = 10 * 60_000;

/**
 * Whether the actor has said yes to exactly this call. A yes is spent by the
 * answer `approved`: whoever gets it makes the call. Asked for the first time, it
 * begins to wait.
 */
export async function requestApproval(permit: PersonalPermit, request: Request): Promise<Standing> {
  if (Buffer.byteLength(JSON.stringify(request.arguments)) > ARGUMENTS_BYTES_MAX) {
    return { kind: "too-large", bytesMax: ARGUMENTS_BYTES_MAX };
  }
  const known = await findLatest(permit, request);
  if (known?.status === "waiting") return { kind: "waiting", approvalId: known.id, since: "before" };
  if (known?.status === "denied" && isFresh(known.decidedAt)) return { kind: "denied", reason: known.reason };
  if (known?.status === "approved" && (await spend(permit, known.id))) {
    // Safe: only objects are written there.
    return {
      kind: "approved",
      approvalId: known.id,
      arguments: (known.edited ?? known.arguments) as JsonObject,
    };
  }
  return ask(permit, request);
}

async function findLatest(permit: PersonalPermit, request: Request): Promise<Approval | null> {
  return read(permit).approval.findFirst({
    where: {
      workspaceId: permit.workspaceId,
      memberId: permit.actor.id,
      runId: null,
      assignmentId: request.assignment.id,
      toolId: request.tool.toolId,
      fingerprint: request.tool.fingerprint,
      digest: digestOf(request.arguments),
      usedAt: null,
      expiresAt: { gt: new Date() },
    },
    orderBy: { createdAt: "desc" },
  });
}

function isFresh(decidedAt: Date | null): boolean {
  return decidedAt !== null && Date.now() - decidedAt.getTime() < DENIAL_HOLDS_MS;
}

/** Of several that hold the same yes, one gets it. */
async function spend(permit: PersonalPermit, id: string): Promise<boolean> {
  return commit(permit, async (tx) => {
    const { count } = await tx.approval.updateMany({
      where: { id, status: "approved", usedAt: null },
      data: { usedAt: new Date() },
    });
    return { value: count === 1, event: { unrecorded: "The call it is spent on is recorded." } };
  });
}

/** Makes a spent yes good again: the call it was spent on is not over yet. */
export async function giveBack(permit: PersonalPermit, approvalId: string): Promise<void> {
  await commit(permit, async (tx) => {
    await tx.approval.updateMany({
      where: { id: approvalId, memberId: permit.actor.id, workspaceId: permit.workspaceId },
      data: { usedAt: null },
    });
    return { value: undefined, event: { unrecorded: "The call it is spent on is recorded." } };
  });
}

async function ask(permit: PersonalPermit, request: Request): Promise<Standing> {
  const { approvalHours } = await readLimits(permit);
  const approval = newApproval(permit, { ...request, run: null, hours: approvalHours });
  return commit(permit, async (tx) => {
    await lockPerson(tx, permit.actor.id);
    const waiting = await tx.approval.count({
      where: { memberId: permit.actor.id, workspaceId: permit.workspaceId, status: "waiting" },
    });
    const isCrowded = waiting >= WAITING_MAX;
    if (!isCrowded) await askPerson(tx, approval);
    const value: Standing = isCrowded
      ? { kind: "crowded", waiting }
      : { kind: "waiting", approvalId: approval.id, since: "now" };
    return { value, event: { unrecorded: "Its answer is recorded." } };
  });
}
