import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { hashToken, newToken } from "@/lib/secrets/hash";
import { TOKEN_PREFIX } from "./actor";
import type { TokenInput } from "./schema";

/** Makes a personal token for one assignment's endpoint. What it returns is the only time it can be read. */
export async function createToken(actor: Actor, input: TokenInput): Promise<string> {
  const permit = authorize(actor, "endpoints.use");
  const token = newToken(TOKEN_PREFIX);

  return commit(permit, async (tx) => {
    const assignment = await tx.assignment.findFirst({
      where: { id: input.assignmentId, workspaceId: permit.workspaceId },
      select: { id: true, name: true },
    });
    if (!assignment) throw new Failure("not-found", "There is no such assignment.");

    const { id } = await tx.endpointToken.create({
      data: {
        workspaceId: permit.workspaceId,
        assignmentId: assignment.id,
        memberId: permit.actor.id,
        name: input.name,
        tokenHash: hashToken(token),
        tail: token.slice(-4),
        expiresAt: expiryFrom(input.expiry),
      },
      select: { id: true },
    });
    return {
      value: token,
      event: {
        name: "token.created",
        subject: id,
        detail: { assignment: assignment.name, token: input.name },
      },
    };
  });
}

/** Ends one's own token. Whatever still holds it is refused from its next request on. */
export async function revokeToken(actor: Actor, tokenId: string): Promise<void> {
  const permit = authorize(actor, "endpoints.use");

  return commit(permit, async (tx) => {
    const where = { id: tokenId, workspaceId: permit.workspaceId, memberId: permit.actor.id };
    const token = await tx.endpointToken.findFirst({
      where,
      select: { name: true, assignment: { select: { name: true } } },
    });
    if (!token) throw new Failure("not-found", "There is no such token any more.");

    await tx.endpointToken.deleteMany({ where });
    return {
      value: undefined,
      event: {
        name: "token.revoked",
        subject: tokenId,
        detail: { assignment: token.assignment.name, token: token.name },
      },
    };
  });
}

function expiryFrom(expiry: TokenInput["expiry"]): Date | null {
  return expiry === "never" ? null : new Date(Date.now() + Number(expiry) * 86_400_000);
}
