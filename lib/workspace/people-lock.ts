import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import type { Change } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";

export type Person = { id: string; userId: string; workspaceId: string; name: string; role: Role };

/**
 * Lets one change of the team happen at a time, so that two changes that are each
 * allowed can't together leave it without an owner. Throws `forbidden` when the
 * one who asks lost their role while waiting.
 */
export async function lockPeople(tx: Change, permit: PersonalPermit): Promise<void> {
  // Not FOR UPDATE: that would also wait for, and hold up, every insert that refers to the workspace.
  await tx.$queryRaw`SELECT id FROM "Workspace" WHERE id = ${permit.workspaceId} FOR NO KEY UPDATE`;
  const me = await tx.member.findUnique({ where: { id: permit.actor.id }, select: { role: true } });
  if (me?.role !== permit.actor.role) {
    throw new Failure("forbidden", "Your own role has just changed. Reload the page to see what you can do.");
  }
}

/** Owners are managed by owners only, and so is who becomes one. */
export function requireMayManage(actor: Actor, ...concerned: Role[]): void {
  if (concerned.includes("owner")) authorize(actor, "people.manageOwners");
}

/** Throws `conflict` when the team would be left without an owner. Call it under the lock. */
export async function requireAnotherOwner(tx: Change, { id, workspaceId }: Person): Promise<void> {
  const others = await tx.member.count({ where: { workspaceId, role: "owner", NOT: { id } } });
  if (others > 0) return;
  throw new Failure("conflict", "This is the only owner. Make somebody else an owner first.");
}
