import "server-only";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { SignIn } from "@/lib/db/generated/client";
import { notifyOfSignIn } from "@/lib/notices/notify";
import { logError } from "@/lib/secrets/log";
import type { CallSignIn } from "./refresh";

const USED_RESOLUTION_MS = 60_000;

/** After a call that worked: says so where it was in doubt, and when, to the minute. */
export async function markUsed(permit: Permit, signIn: CallSignIn): Promise<void> {
  const isRecent = Date.now() - (signIn.lastUsedAt?.getTime() ?? 0) < USED_RESOLUTION_MS;
  if (isRecent && signIn.status === "connected") return;
  await mark(permit, signIn, { status: "connected", reason: null, lastUsedAt: new Date() });
}

/** The server's fault, so the credential stays as it is. */
export async function markUnavailable(permit: Permit, signIn: CallSignIn, reason: string): Promise<void> {
  if (signIn.status !== "unavailable") await mark(permit, signIn, { status: "unavailable", reason });
}

/** The server refused the credential. It is kept, because a person may know better, but not used until they say so. */
export async function markRefused(
  permit: Permit,
  signIn: CallSignIn,
  { connection, member, reason }: { connection: string; member: string; reason: string },
): Promise<void> {
  await commit(permit, async (tx) => {
    const { count } = await tx.signIn.updateMany({
      where: { id: signIn.id, signedInAt: signIn.signedInAt, status: { not: "needsReconnect" } },
      data: { status: "needsReconnect", reason },
    });
    if (count === 0)
      return { value: undefined, event: { unrecorded: "known already, or replaced meanwhile" } };
    await notifyOfSignIn(tx, signIn, connection);
    const detail = { connection, member, reason };
    return {
      value: undefined,
      event: { name: "signIn.needsReconnect", subject: signIn.connectionId, detail },
    };
  });
}

/** Never throws: the call was made, and what came of it is what its caller has to hear. */
async function mark(
  permit: Permit,
  signIn: CallSignIn,
  data: Partial<Pick<SignIn, "status" | "reason" | "lastUsedAt">>,
): Promise<void> {
  const marking = commit(permit, async (tx) => {
    await tx.signIn.updateMany({
      where: { id: signIn.id, signedInAt: signIn.signedInAt, status: { not: "needsReconnect" } },
      data,
    });
    return { value: undefined, event: { unrecorded: "how a sign-in fares" } };
  });
  await marking.catch((error: unknown) => logError("How a sign-in fares could not be noted.", error));
}
