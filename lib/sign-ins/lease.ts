import "server-only";
import { randomUUID } from "node:crypto";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { SignIn } from "@/lib/db/generated/client";

/**
 * The lock of a renewal is the sign-in's own row. Who renews writes a name on it,
 * does the network part outside any transaction, and may save only while that
 * name still stands there. A name older than LEASE_SECONDS belongs to a process
 * that died or hangs, and may be replaced.
 */
const LEASE_SECONDS = 20;

/** The name under which the caller may renew, or null when somebody else does or the credential has changed. */
export async function takeLease(permit: Permit, { id, version }: SignIn): Promise<string | null> {
  const holder = randomUUID();
  return commit(permit, async (tx) => {
    // The database's clock decides, so that processes need not agree on the time.
    const taken = await tx.$executeRaw`
      UPDATE "SignIn"
      SET "refreshHolder" = ${holder}, "refreshStartedAt" = timezone('utc', clock_timestamp())
      WHERE id = ${id} AND version = ${version}
        AND ("refreshHolder" IS NULL
          OR "refreshStartedAt" < timezone('utc', clock_timestamp()) - make_interval(secs => ${LEASE_SECONDS}))`;
    return { value: taken === 1 ? holder : null, event: { unrecorded: "who renews a credential" } };
  });
}

/** Writes and gives the row back, unless somebody else took it over meanwhile. */
export async function saveHolding(
  permit: Permit,
  row: SignIn,
  holder: string,
  data: Partial<Pick<SignIn, "status" | "reason" | "credential" | "expiresAt">> & {
    version?: { increment: number };
  },
): Promise<boolean> {
  return commit(permit, async (tx) => {
    const { count } = await tx.signIn.updateMany({
      where: { id: row.id, refreshHolder: holder },
      data: { ...data, refreshHolder: null, refreshStartedAt: null },
    });
    return { value: count === 1, event: { unrecorded: "a renewed credential" } };
  });
}

/** The credential is of no use any more: it is forgotten, and the person reads why. Does nothing when it has been replaced meanwhile. */
export async function endSignIn(
  permit: Permit,
  row: SignIn,
  reason: string,
  holder: string | null,
): Promise<void> {
  await commit(permit, async (tx) => {
    const { count } = await tx.signIn.updateMany({
      where: { id: row.id, version: row.version, ...(holder && { refreshHolder: holder }) },
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
    const { connection, member } = await tx.signIn.findUniqueOrThrow({
      where: { id: row.id },
      select: {
        connection: { select: { name: true } },
        member: { select: { user: { select: { name: true } } } },
      },
    });
    const detail = { connection: connection.name, member: member.user.name, reason };
    return { value: undefined, event: { name: "signIn.needsReconnect", subject: row.connectionId, detail } };
  });
}
