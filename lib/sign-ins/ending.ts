import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { removeConnection } from "@/lib/connections/commands";
import { leaveWorkspace, removeMember } from "@/lib/workspace/commands";
import { collectRevocations, revokeAll } from "./revocation";

/** Removes a connection, then asks its provider to revoke everybody's tokens. */
export async function endConnection(actor: Actor, connectionId: string): Promise<void> {
  const permit = authorize(actor, "connections.manage");
  const revocations = await collectRevocations(permit, { connectionId });
  await removeConnection(actor, connectionId);
  await revokeAll(revocations);
}

/** Removes a person; their sessions, tokens and sign-ins die at once. Then asks the providers to revoke what they held. */
export async function endMember(actor: Actor, memberId: string): Promise<void> {
  const permit = authorize(actor, "people.manage");
  const revocations = await collectRevocations(permit, { memberId });
  await removeMember(actor, memberId);
  await revokeAll(revocations);
}

/** Leaves the workspace, as endMember does for somebody else. */
export async function endMyself(actor: Actor): Promise<void> {
  const permit = authorize(actor, "signIns.own");
  const revocations = await collectRevocations(permit, { memberId: actor.id });
  await leaveWorkspace(actor);
  await revokeAll(revocations);
}
