import "server-only";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { OAuthClient as ClientRow } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import type { Trace } from "@/lib/oauth/trace";
import { type PreparedClient, registerOurselves } from "./client";
import type { OAuthSettings } from "./schema";
import { clientColumns } from "./secrets";

/**
 * Providers forget registrations, and some let their secrets end. The console
 * then registers again by itself, when the next person signs in, and once: a
 * provider that forgets the new one too is an admin's to look at. Tokens belong
 * to the client they were given to (RFC 6749 §6, §10.4): access tokens that still work are
 * used to their end, then their people sign in again.
 */
export function isSpent({ registration, rejectedAt, expiresAt, createdAt }: ClientRow): boolean {
  if (registration !== "dynamic") return false;
  if (rejectedAt) return true;
  // A secret that is over as soon as it is made says nothing; asking for the next would not end.
  const isShort = expiresAt !== null && expiresAt.getTime() - createdAt.getTime() < 2 * CONSENT_MAX_MS;
  return expiresAt !== null && !isShort && expiresAt.getTime() - Date.now() < CONSENT_MAX_MS;
}

/** A consent takes this long at most, and the secret has to last until its end. */
const CONSENT_MAX_MS = 10 * 60_000;

type Place = { id: string; name: string; settings: OAuthSettings; trace: Trace };

/** Registers again and puts the new client in the old one's place, unless somebody else did meanwhile. Throws OAuthFailure. */
export async function replaceClient(
  permit: Permit,
  { id, name, settings, trace }: Place,
  old: ClientRow,
  found: Pick<PreparedClient, "server" | "scopes">,
): Promise<void> {
  if (old.rejectedAt && old.replaced) throw forgottenAgain(name);
  const client = await registerOurselves({ settings, trace }, found);

  await commit(permit, async (tx) => {
    const { count } = await tx.oAuthClient.updateMany({
      where: { connectionId: id, clientId: old.clientId, createdAt: old.createdAt },
      data: { ...clientColumns(id, client), rejectedAt: null, replaced: true, createdAt: new Date() },
    });
    if (count === 0) return { value: undefined, event: { unrecorded: "somebody else was quicker" } };
    await tx.pendingSignIn.deleteMany({ where: { connectionId: id } });
    const detail = { connection: name, registration: "dynamic", issuer: found.server.issuer };
    return { value: undefined, event: { name: "client.registered", subject: id, detail } };
  });
}

function forgottenAgain(name: string): Failure {
  return new Failure(
    "conflict",
    `The provider of ${name} no longer knows this console, and registering again did not help. An admin can look at it, and press Register again, in the connection's settings.`,
  );
}

/** The provider said that it does not know the client with this id. */
export async function noteRejected(permit: Permit, connectionId: string, clientId: string): Promise<void> {
  await commit(permit, async (tx) => {
    const { count } = await tx.oAuthClient.updateMany({
      where: { connectionId, clientId, rejectedAt: null },
      data: { rejectedAt: new Date() },
    });
    if (count === 0) return { value: undefined, event: { unrecorded: "known already" } };
    const { connection } = await tx.oAuthClient.findUniqueOrThrow({
      where: { connectionId },
      select: { connection: { select: { name: true } } },
    });
    const detail = { connection: connection.name };
    return { value: undefined, event: { name: "client.rejected", subject: connectionId, detail } };
  });
}

/** A sign-in has worked, so the client is known and the next loss is a first one again. */
export async function noteAccepted(permit: Permit, connectionId: string, clientId: string): Promise<void> {
  await commit(permit, async (tx) => {
    await tx.oAuthClient.updateMany({
      where: { connectionId, clientId, OR: [{ replaced: true }, { rejectedAt: { not: null } }] },
      data: { replaced: false, rejectedAt: null },
    });
    return { value: undefined, event: { unrecorded: "the sign-in itself is recorded" } };
  });
}
