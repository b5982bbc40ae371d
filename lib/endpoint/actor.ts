import "server-only";
import type { Actor } from "@/lib/access/actor";
import { lookUp } from "@/lib/db/read";
import { hashToken, looksLikeToken } from "@/lib/secrets/hash";
import { type PickRow, pickSelect } from "./pick";

/** Whoever calls an endpoint: a member, by a personal token for this one assignment. */
export type Caller = {
  actor: Actor & { kind: "endpoint" };
  assignment: { id: string; name: string };
  lastUsedAt: Date | null;
};

export const TOKEN_PREFIX = "pbt_";

/** The personal token in an `Authorization` header, if it holds one (RFC 6750 §2.1). Tokens are taken from nowhere else. */
export function bearerToken(authorization: string | null): string | null {
  const token = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  return token && looksLikeToken(token, TOKEN_PREFIX) ? token : null;
}

/**
 * Who holds a token, as they are now, and the pick they are about to call, in
 * one look-up. Null when the token is unknown, revoked, expired or for another
 * assignment, or when its owner has left: from outside these look the same.
 */
export async function findCaller(
  token: string,
  assignmentId: string,
  wanted: WantedTool | null,
): Promise<{ caller: Caller; pick: PickRow | null } | null> {
  const tokenHash = hashToken(token);
  const row = await lookUp("endpoint token").endpointToken.findUnique({
    where: { tokenHash },
    relationLoadStrategy: "join",
    select: callerSelect(tokenHash, wanted),
  });
  if (!row || row.assignment.id !== assignmentId || isOver(row.expiresAt)) return null;
  const { member, assignment } = row;
  return {
    caller: {
      actor: {
        kind: "endpoint",
        tokenId: row.id,
        id: member.id,
        name: member.user.name,
        role: member.role,
        workspaceId: row.workspaceId,
      },
      assignment: { id: assignment.id, name: assignment.name },
      lastUsedAt: row.lastUsedAt,
    },
    pick: assignment.picks[0] ?? null,
  };
}

/** A tool by its connection's slug and its own name. */
export type WantedTool = { slug: string; tool: string };

function callerSelect(tokenHash: string, wanted: WantedTool | null) {
  const owner = { member: { tokens: { some: { tokenHash } } } };
  const picks = wanted
    ? { where: { tool: { name: wanted.tool, connection: { slug: wanted.slug } } }, take: 1 }
    : { take: 0 };
  return {
    id: true,
    workspaceId: true,
    expiresAt: true,
    lastUsedAt: true,
    member: { select: { id: true, role: true, user: { select: { name: true } } } },
    assignment: { select: { id: true, name: true, picks: { ...picks, select: pickSelect(owner) } } },
  } as const;
}

function isOver(expiresAt: Date | null): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}
