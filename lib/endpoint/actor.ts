import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type EndpointRow, lookUpEndpoint } from "@/lib/db/endpoint-look-up";
import { hashToken, looksLikeToken } from "@/lib/secrets/hash";
import type { PickRow } from "./pick";

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
  const row = await lookUpEndpoint(hashToken(token), wanted);
  if (!row || row.assignmentId !== assignmentId || isOver(row.expiresAt)) return null;
  return { caller: callerOf(row), pick: row.toolId === null ? null : pickOf(row) };
}

/** A tool by its connection's slug and its own name. */
export type WantedTool = { slug: string; tool: string };

function callerOf(row: EndpointRow): Caller {
  return {
    actor: {
      kind: "endpoint",
      tokenId: row.tokenId,
      id: row.memberId,
      name: row.memberName,
      role: row.role,
      workspaceId: row.workspaceId,
    },
    assignment: { id: row.assignmentId, name: row.assignmentName },
    lastUsedAt: row.lastUsedAt,
  };
}

type PickedRow = Exclude<EndpointRow, { toolId: null }>;

function pickOf(row: PickedRow): PickRow {
  return {
    mode: row.mode,
    fingerprint: row.fingerprint,
    tool: {
      id: row.toolId,
      name: row.tool,
      reviewed: row.reviewed,
      reviewedFingerprint: row.reviewedFingerprint,
      latestFingerprint: row.latestFingerprint,
      unusable: row.unusable,
      connection: {
        id: row.connectionId,
        name: row.connection,
        slug: row.slug,
        url: row.url,
        settings: row.settings,
        sharedHeaders: row.sharedHeaders,
        era: row.era,
        listedAt: row.listedAt,
        version: row.version,
        signIns: row.signInId === null ? [] : [signInOf(row)],
      },
    },
  };
}

function signInOf(
  row: Exclude<PickedRow, { signInId: null }>,
): PickRow["tool"]["connection"]["signIns"][number] {
  return {
    id: row.signInId,
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    memberId: row.signInMemberId,
    status: row.signInStatus,
    reason: row.reason,
    boundUrl: row.boundUrl,
    issuer: row.issuer,
    credential: row.credential,
    scopes: row.scopes,
    expiresAt: row.credentialExpiresAt,
    version: row.signInVersion,
    signedInAt: row.signedInAt,
    lastUsedAt: row.signInUsedAt,
  };
}

function isOver(expiresAt: Date | null): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}
