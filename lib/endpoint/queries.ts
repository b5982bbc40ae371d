import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import type { TokenView } from "./schema";

/** One's own tokens for an assignment's endpoint, newest first. */
export async function listOwnTokens(actor: Actor, assignmentId: string): Promise<TokenView[]> {
  const permit = authorize(actor, "endpoints.use");
  const rows = await read(permit).endpointToken.findMany({
    where: { assignmentId, workspaceId: permit.workspaceId, memberId: permit.actor.id },
    select: { id: true, name: true, tail: true, createdAt: true, lastUsedAt: true, expiresAt: true },
    orderBy: { createdAt: "desc" },
  });
  const now = new Date();
  return rows.map((row) => ({ ...row, expired: row.expiresAt !== null && row.expiresAt <= now }));
}
