import "server-only";
import { rows } from "./client";

/** What a call under way was allowed by. `signInId` is null where the connection asks for none. */
export type CallRight = { tokenId: string; toolId: string; signInId: string | null };

/**
 * Which of these still hold, by position: the token is there and has not
 * expired (with it go its owner and its assignment), the tool is still picked
 * (with it goes its connection), and the sign-in can still be used.
 */
export async function holdingRights(rights: readonly CallRight[]): Promise<Set<number>> {
  const holding = await rows<{ position: number }>(SQL, [
    JSON.stringify(rights.map((right, position) => ({ position, ...right }))),
  ]);
  return new Set(holding.map(({ position }) => position));
}

const SQL = `
SELECT r."position"
FROM jsonb_to_recordset($1::jsonb) AS r("position" int, "tokenId" text, "toolId" text, "signInId" text)
JOIN "EndpointToken" k ON k."id" = r."tokenId"
  AND (k."expiresAt" IS NULL OR k."expiresAt" > now() AT TIME ZONE 'UTC')
JOIN "Pick" p ON p."assignmentId" = k."assignmentId" AND p."toolId" = r."toolId"
LEFT JOIN "SignIn" s ON s."id" = r."signInId"
WHERE r."signInId" IS NULL OR s."credential" IS NOT NULL`;
