import "server-only";
import { rows } from "./client";
import type { Prisma, SignIn } from "./generated/client";
import { together } from "./together";

/**
 * Whose token this is, and the tool they name with their own sign-in to its
 * connection: every call through an endpoint begins with it. One row while the
 * token exists, its tool columns null unless that tool is picked.
 */
export function lookUpEndpoint(
  tokenHash: string,
  wanted: { slug: string; tool: string } | null,
): Promise<EndpointRow | null> {
  return lookUp({ tokenHash, tool: wanted?.tool ?? null, slug: wanted?.slug ?? null });
}

type LookUp = { tokenHash: string; tool: string | null; slug: string | null };

/** A statement costs the database nearly the same for ten calls as for one. */
const lookUp = together(lookUpAll, { atOnce: 2, most: 50 });

async function lookUpAll(all: LookUp[]): Promise<(EndpointRow | null)[]> {
  const asked = JSON.stringify(all.map((one, position) => ({ position, ...one })));
  const found = await rows<EndpointRow & { position: number }>(SQL, [asked]);
  const answers: (EndpointRow | null)[] = all.map(() => null);
  for (const row of found) answers[row.position] = row;
  return answers;
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

/**
 * OFFSET 0 has each half planned by itself, which is most of the work where it is planned anew. Of a JSON text the
 * planner expects the same whatever is in it, so it keeps one plan; arrays would have it plan anew at each call.
 */
const SQL = `
SELECT w."position", k.*, t.*,
  s."id" AS "signInId", s."status"::text AS "signInStatus", s."reason", s."boundUrl", s."issuer",
  s."credential", s."scopes", s."expiresAt" AS "credentialExpiresAt", s."version" AS "signInVersion",
  s."signedInAt", s."lastUsedAt" AS "signInUsedAt", s."memberId" AS "signInMemberId"
FROM jsonb_to_recordset($1::jsonb) AS w("position" int, "tokenHash" text, "tool" text, "slug" text)
CROSS JOIN LATERAL (
  SELECT k."id" AS "tokenId", k."workspaceId", k."expiresAt", k."lastUsedAt",
    m."id" AS "memberId", m."role"::text AS "role", u."name" AS "memberName",
    a."id" AS "assignmentId", a."name" AS "assignmentName"
  FROM "EndpointToken" k
  JOIN "Member" m ON m."id" = k."memberId" AND m."workspaceId" = k."workspaceId"
  JOIN "User" u ON u."id" = m."userId"
  JOIN "Assignment" a ON a."id" = k."assignmentId" AND a."workspaceId" = k."workspaceId"
  WHERE k."tokenHash" = w."tokenHash"
  OFFSET 0
) k
LEFT JOIN LATERAL (
  SELECT p."mode"::text AS "mode", p."fingerprint",
    t."id" AS "toolId", t."name" AS "tool", t."reviewed",
    t."reviewedFingerprint", t."latestFingerprint", t."unusable",
    c."id" AS "connectionId", c."name" AS "connection", c."slug", c."url", c."settings",
    c."sharedHeaders", c."era", c."listedAt", c."version"
  FROM "Connection" c
  JOIN "Tool" t ON t."connectionId" = c."id" AND t."name" = w."tool"
  JOIN "Pick" p ON p."toolId" = t."id" AND p."assignmentId" = k."assignmentId"
  WHERE c."workspaceId" = k."workspaceId" AND c."slug" = w."slug"
  OFFSET 0
) t ON true
LEFT JOIN "SignIn" s ON s."id" = CASE WHEN t."settings"->>'signsIn' = 'workspace'
  THEN 'workspace:' || t."connectionId"
  ELSE (SELECT o."id" FROM "SignIn" o WHERE o."connectionId" = t."connectionId" AND o."memberId" = k."memberId")
END`;
