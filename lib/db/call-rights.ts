import "server-only";
import { rows } from "./client";

/** What a call is allowed by. `tokenId` is null but at an endpoint, `assignmentId` where somebody tries a tool, `signInId` where the connection asks for none. */
export type CallRight = {
  memberId: string;
  tokenId: string | null;
  assignmentId: string | null;
  toolId: string;
  signInId: string | null;
};

/**
 * Which of these still hold, by position: the person is a member, the tool is
 * there (with it goes its connection) and still picked, the token is there and
 * has not expired, and the sign-in can still be used.
 */
export async function holdingRights(rights: readonly CallRight[]): Promise<Set<number>> {
  const holding = await rows<{ position: number }>(SQL, [
    JSON.stringify(rights.map((right, position) => ({ position, ...right }))),
  ]);
  return new Set(holding.map(({ position }) => position));
}

const SQL = `
SELECT r."position"
FROM jsonb_to_recordset($1::jsonb) AS r(
  "position" int, "memberId" text, "tokenId" text, "assignmentId" text, "toolId" text, "signInId" text
)
JOIN "Member" m ON m."id" = r."memberId"
JOIN "Tool" t ON t."id" = r."toolId"
LEFT JOIN "EndpointToken" k ON k."id" = r."tokenId"
  AND (k."expiresAt" IS NULL OR k."expiresAt" > now() AT TIME ZONE 'UTC')
LEFT JOIN "Pick" p ON p."assignmentId" = r."assignmentId" AND p."toolId" = r."toolId"
LEFT JOIN "SignIn" s ON s."id" = r."signInId" AND s."credential" IS NOT NULL
WHERE (r."tokenId" IS NULL OR k."id" IS NOT NULL)
  AND (r."assignmentId" IS NULL OR p."toolId" IS NOT NULL)
  AND (r."signInId" IS NULL OR s."id" IS NOT NULL)`;
