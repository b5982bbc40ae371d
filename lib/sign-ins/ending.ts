import "server-only";
import type { Actor } from "@/lib/access/actor";
import { removeConnection } from "@/lib/connections/commands";
import { confirmServer } from "@/lib/connections/confirm";
import { leaveWorkspace, removeMember } from "@/lib/workspace/commands";
import { revokeSoon } from "./revocation";

/** Removes a connection; its provider is then asked to revoke everybody's tokens. */
export async function endConnection(actor: Actor, connectionId: string): Promise<void> {
  await removeConnection(actor, connectionId);
  revokeSoon();
}

/** Accepts the sign-in server that a connection leads to now; the one before is then asked to revoke everybody's tokens. */
export async function moveConnection(actor: Actor, connectionId: string, seen: string): Promise<void> {
  await confirmServer(actor, connectionId, seen);
  revokeSoon();
}

/** Removes a person; their sessions, tokens and sign-ins die at once. The providers are then asked to revoke what they held. */
export async function endMember(actor: Actor, memberId: string): Promise<void> {
  await removeMember(actor, memberId);
  revokeSoon();
}

/** Leaves the workspace, as endMember does for somebody else. */
export async function endMyself(actor: Actor): Promise<void> {
  await leaveWorkspace(actor);
  revokeSoon();
}
