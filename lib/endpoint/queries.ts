import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { read } from "@/lib/db/read";
import { endpointName } from "@/lib/tools/names";
import type { EndpointTool, TokenView } from "./schema";

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

/** The tools an assignment's endpoint offers now, by the names they have there. */
export async function listEndpointTools(actor: Actor, assignmentId: string): Promise<EndpointTool[]> {
  const permit = authorize(actor, "endpoints.use");
  const picks = await read(permit).pick.findMany({
    where: { assignmentId, workspaceId: permit.workspaceId },
    select: {
      mode: true,
      fingerprint: true,
      tool: {
        select: {
          name: true,
          reviewedFingerprint: true,
          latestFingerprint: true,
          unusable: true,
          connection: { select: { slug: true } },
        },
      },
    },
    orderBy: [{ tool: { connection: { name: "asc" } } }, { tool: { position: "asc" } }],
  });
  return picks
    .filter((pick) => problemOf(pick, pick.tool) === null)
    .map(({ mode, tool }) => ({ name: endpointName(tool.connection.slug, tool.name), mode }));
}
