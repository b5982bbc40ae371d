import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { lookUp } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { hashToken } from "@/lib/secrets/hash";
import { hashPassword } from "@/lib/session/hashing";
import { join } from "./join";
import type { AcceptInput, InvitationView } from "./schema";

/** Invite links carry a token with this prefix. */
export const invitePrefix = "pbinv_";

/** What an invite link offers, or null when it is unknown, used or out of date. */
export async function findInvitation(token: string): Promise<InvitationView | null> {
  const invite = await openInvite(token);
  return invite && { workspace: invite.workspace.name, email: invite.email, role: invite.role };
}

/**
 * Makes the invited person a member and returns the e-mail they log in with: the
 * one the inviter typed, whoever holds the link. It works once.
 */
export async function acceptInvite(input: AcceptInput): Promise<{ email: string }> {
  const invite = await openInvite(input.token);
  if (!invite) throw deadInvite();
  const passwordHash = await hashPassword(input.password);
  const { workspaceId, email, role } = invite;

  return commit(systemPermit("accept an invite", workspaceId), async (tx) => {
    const used = await tx.invite.deleteMany({
      where: { id: invite.id, tokenHash: hashToken(input.token), expiresAt: { gt: new Date() } },
    });
    if (used.count === 0) throw deadInvite();
    const memberId = await join(tx, { workspaceId, name: input.name, email, passwordHash, role });
    return {
      value: { email },
      event: { name: "member.joined", subject: memberId, detail: { member: input.name, role } },
    };
  });
}

async function openInvite(token: string) {
  return lookUp("invite").invite.findFirst({
    where: { tokenHash: hashToken(token), expiresAt: { gt: new Date() } },
    select: { id: true, workspaceId: true, email: true, role: true, workspace: { select: { name: true } } },
  });
}

function deadInvite(): Failure {
  return new Failure(
    "not-found",
    "This invite doesn't work any more. Ask the person who sent it for a new one.",
  );
}
