import "server-only";
import { authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { logError } from "@/lib/secrets/log";
import type { Caller } from "./actor";

const PRECISION_MS = 60_000;

/** Remembers that a token is in use, at most once a minute; no call waits for it. */
export function noteUse({ actor, lastUsedAt }: Caller): void {
  const now = new Date();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < PRECISION_MS) return;
  if (underWay.has(actor.tokenId)) return;

  underWay.add(actor.tokenId);
  void writeUse(actor, now)
    .catch((error: unknown) => logError("The last use of a token could not be noted.", error))
    .finally(() => underWay.delete(actor.tokenId));
}

const underWay = new Set<string>();

async function writeUse(actor: Caller["actor"], at: Date): Promise<void> {
  const permit = authorize(actor, "endpoints.use");
  await commit(permit, async (tx) => {
    await tx.endpointToken.updateMany({
      where: { id: actor.tokenId, workspaceId: permit.workspaceId },
      data: { lastUsedAt: at },
    });
    return { value: undefined, event: { unrecorded: "that a token is in use is no decision" } };
  });
}
