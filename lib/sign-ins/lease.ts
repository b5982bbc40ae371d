import "server-only";
import { randomUUID } from "node:crypto";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { insist } from "@/lib/audit/insist";
import type { SignIn } from "@/lib/db/generated/client";
import { notifyOfSignIn } from "@/lib/notices/notify";

/**
 * The lock of a renewal is the sign-in's own row. Who renews writes a name on it,
 * does the network part outside any transaction, and may save only while that
 * name still stands there. A name older than LEASE_SECONDS belongs to a process
 * that died or hangs, and may be replaced; that is counted, because the provider
 * may have spent the refresh token meanwhile.
 */
const LEASE_SECONDS = 15;

/** Ends well before the lease, so that a process that hangs and wakes up again has nothing left to send. */
const REQUEST_MAX_MS = 10_000;

export type Lease = {
  holder: string;
  /** When the request to the provider has to be over, in milliseconds since the epoch. */
  sendBy: number;
  /** How many renewals of these tokens were begun before and never ended. */
  lost: number;
};

/** The right to renew, or null when somebody else has it or the credential has changed. */
export async function takeLease(permit: Permit, { id, version }: SignIn): Promise<Lease | null> {
  const holder = randomUUID();
  const sendBy = Date.now() + REQUEST_MAX_MS;
  return commit(permit, async (tx) => {
    // The database's clock decides, so that processes need not agree on the time.
    const [taken] = await tx.$queryRaw<{ lost: number }[]>`
      UPDATE "SignIn"
      SET "refreshHolder" = ${holder}, "refreshStartedAt" = timezone('utc', clock_timestamp()),
        "refreshLost" = "refreshLost" + CASE WHEN "refreshHolder" IS NULL THEN 0 ELSE 1 END
      WHERE id = ${id} AND version = ${version}
        AND ("refreshHolder" IS NULL
          OR "refreshStartedAt" < timezone('utc', clock_timestamp()) - make_interval(secs => ${LEASE_SECONDS}))
      RETURNING "refreshLost" AS lost`;
    const lease = taken ? { holder, sendBy, lost: taken.lost } : null;
    return { value: lease, event: { unrecorded: "who renews a credential" } };
  });
}

/** Writes and gives the row back, unless somebody else took it over meanwhile. */
export function saveHolding(
  permit: Permit,
  row: SignIn,
  { holder }: Lease,
  data: Partial<
    Pick<SignIn, "status" | "reason" | "credential" | "expiresAt" | "refreshFailures" | "refreshAfter">
  > & { version?: { increment: number }; refreshLost?: 0 },
): Promise<boolean> {
  return insist(() =>
    commit(permit, async (tx) => {
      const { count } = await tx.signIn.updateMany({
        where: { id: row.id, refreshHolder: holder },
        data: { ...data, refreshHolder: null, refreshStartedAt: null },
      });
      return { value: count === 1, event: { unrecorded: "a renewed credential" } };
    }),
  );
}

/** The credential is of no use any more: it is forgotten, and the person reads why. Does nothing when it has been replaced meanwhile. */
export function endSignIn(
  permit: Permit,
  row: Pick<SignIn, "id" | "version" | "connectionId">,
  reason: string,
  lease: Lease | null,
): Promise<void> {
  return insist(() =>
    commit(permit, async (tx) => {
      const { count } = await tx.signIn.updateMany({
        where: { id: row.id, version: row.version, ...(lease && { refreshHolder: lease.holder }) },
        data: {
          status: "needsReconnect",
          reason,
          credential: null,
          version: { increment: 1 },
          refreshHolder: null,
          refreshStartedAt: null,
        },
      });
      if (count === 0) return { value: undefined, event: { unrecorded: "replaced meanwhile" } };
      const { connection, member, ...signIn } = await tx.signIn.findUniqueOrThrow({
        where: { id: row.id },
        select: {
          workspaceId: true,
          memberId: true,
          connectionId: true,
          connection: { select: { name: true } },
          member: { select: { user: { select: { name: true } } } },
        },
      });
      await notifyOfSignIn(tx, signIn, connection.name);
      const detail = { connection: connection.name, member: member?.user.name ?? "The workspace", reason };
      return {
        value: undefined,
        event: { name: "signIn.needsReconnect", subject: row.connectionId, detail },
      };
    }),
  );
}
