import "server-only";
import { rows } from "./client";
import type { Prisma, SignIn } from "./generated/client";

/**
 * Whose token this is, and the tool they name with their own sign-in to its
 * connection: every call through an endpoint begins with it. One row while the
 * token exists, its tool columns null unless that tool is picked.
 */
export async function lookUpEndpoint(
  tokenHash: string,
  wanted: { slug: string; tool: string } | null,
): Promise<EndpointRow | null> {
  const [row] = await rows<EndpointRow>(SQL, [tokenHash, wanted?.tool ?? null, wanted?.slug ?? null]);
  return row ?? null;
}

/** Either a picked tool with its connection, or none; and of a picked tool's connection a sign-in, or none. */
export type EndpointRow = TokenColumns & (ToolColumns | { toolId: null });

type TokenColumns = {
  tokenId: string;
  workspaceId: string;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  memberId: string;
  role: "owner" | "admin" | "author" | "member";
  memberName: string;
  assignmentId: string;
  assignmentName: string;
};

type ToolColumns = {
  mode: "allow" | "ask";
  fingerprint: string;
  toolId: string;
  tool: string;
  reviewed: Prisma.JsonValue;
  reviewedFingerprint: string | null;
  latestFingerprint: string | null;
  unusable: string | null;
  connectionId: string;
  connection: string;
  slug: string;
  url: string;
  settings: Prisma.JsonValue;
  sharedHeaders: string | null;
  era: string | null;
  listedAt: Date | null;
  version: number;
} & (SignInColumns | { signInId: null });

type SignInColumns = {
  signInId: string;
  signInStatus: SignIn["status"];
  credentialExpiresAt: Date | null;
  signInVersion: number;
  signInUsedAt: Date | null;
  /** Null: the workspace's. */
  signInMemberId: string | null;
} & Pick<SignIn, "reason" | "boundUrl" | "issuer" | "credential" | "scopes" | "signedInAt">;

/** OFFSET 0 has each half planned by itself, which is most of the work where it is planned anew. */
const SQL = `
SELECT k.*, t.*,
  s."id" AS "signInId", s."status"::text AS "signInStatus", s."reason", s."boundUrl", s."issuer",
  s."credential", s."scopes", s."expiresAt" AS "credentialExpiresAt", s."version" AS "signInVersion",
  s."signedInAt", s."lastUsedAt" AS "signInUsedAt", s."memberId" AS "signInMemberId"
FROM (
  SELECT k."id" AS "tokenId", k."workspaceId", k."expiresAt", k."lastUsedAt",
    m."id" AS "memberId", m."role"::text AS "role", u."name" AS "memberName",
    a."id" AS "assignmentId", a."name" AS "assignmentName"
  FROM "EndpointToken" k
  JOIN "Member" m ON m."id" = k."memberId" AND m."workspaceId" = k."workspaceId"
  JOIN "User" u ON u."id" = m."userId"
  JOIN "Assignment" a ON a."id" = k."assignmentId" AND a."workspaceId" = k."workspaceId"
  WHERE k."tokenHash" = $1
  OFFSET 0
) k
LEFT JOIN LATERAL (
  SELECT p."mode"::text AS "mode", p."fingerprint",
    t."id" AS "toolId", t."name" AS "tool", t."reviewed",
    t."reviewedFingerprint", t."latestFingerprint", t."unusable",
    c."id" AS "connectionId", c."name" AS "connection", c."slug", c."url", c."settings",
    c."sharedHeaders", c."era", c."listedAt", c."version"
  FROM "Connection" c
  JOIN "Tool" t ON t."connectionId" = c."id" AND t."name" = $2
  JOIN "Pick" p ON p."toolId" = t."id" AND p."assignmentId" = k."assignmentId"
  WHERE c."workspaceId" = k."workspaceId" AND c."slug" = $3
  OFFSET 0
) t ON true
LEFT JOIN "SignIn" s ON s."id" = CASE WHEN t."settings"->>'signsIn' = 'workspace'
  THEN 'workspace:' || t."connectionId"
  ELSE (SELECT o."id" FROM "SignIn" o WHERE o."connectionId" = t."connectionId" AND o."memberId" = k."memberId")
END`;
