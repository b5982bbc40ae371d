import "server-only";
import type { Actor, PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { PendingSignIn } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import { hashToken } from "@/lib/secrets/hash";
import { seal, unseal } from "@/lib/secrets/seal";

/**
 * What has to be remembered while a person is at a provider. It is found again by
 * the hash of its state, only in the browser session that began it and only once.
 */
export type ConsentSecret = { state: string; codeVerifier: string };

type Taken<Secret> = { pending: PendingSignIn; secret: Secret };

type Begun = Pick<PendingSignIn, "connectionId" | "issuer" | "redirectUri" | "returnTo" | "scopes">;

/** Begins one. A person in a browser is needed to end it. */
export async function rememberConsent(
  permit: PersonalPermit,
  begun: Begun,
  secret: ConsentSecret & { nonce?: string },
): Promise<void> {
  const { actor, workspaceId } = permit;
  const sessionId = sessionOf(actor);
  const stateHash = hashToken(secret.state);
  await commit(permit, async (tx) => {
    const own = { connectionId: begun.connectionId, memberId: actor.id };
    await tx.pendingSignIn.deleteMany({ where: { ...own, expiresAt: { lt: new Date() } } });
    await tx.pendingSignIn.create({
      data: {
        ...begun,
        stateHash,
        workspaceId,
        memberId: actor.id,
        sessionId,
        secret: seal(JSON.stringify(secret), contextOf(stateHash)),
        expiresAt: new Date(Date.now() + MINUTES_MAX * 60_000),
      },
    });
    return { value: undefined, event: { unrecorded: "a consent that may never come back" } };
  });
}

const MINUTES_MAX = 10;

/** The consent to a connection that this state belongs to, taken out. Throws `invalid` when there is none here. */
export async function takeConsent(permit: PersonalPermit, state: string) {
  const taken = await take<ConsentSecret>(permit, state, { not: null });
  const { connectionId } = taken.pending;
  if (connectionId === null) throw notHere();
  return { ...taken, pending: { ...taken.pending, connectionId } };
}

/** The same for a log-in at the company, which has a nonce too. */
export function takeLogIn(
  permit: PersonalPermit,
  state: string,
): Promise<Taken<ConsentSecret & { nonce: string }>> {
  return take(permit, state, null);
}

async function take<Secret>(
  permit: PersonalPermit,
  state: string,
  connectionId: null | { not: null },
): Promise<Taken<Secret>> {
  const { actor } = permit;
  const own = {
    stateHash: hashToken(state),
    memberId: actor.id,
    sessionId: actor.kind === "member" ? actor.sessionId : "",
    connectionId,
    expiresAt: { gt: new Date() },
  };
  const pending = await commit(permit, async (tx) => {
    const row = await tx.pendingSignIn.findFirst({ where: own });
    const { count } = await tx.pendingSignIn.deleteMany({ where: own });
    return { value: count === 1 ? row : null, event: { unrecorded: "a callback spends its state" } };
  });
  if (!pending) throw notHere();
  // Safe: rememberConsent wrote it, and the seal proves it.
  const secret = JSON.parse(unseal(pending.secret, contextOf(pending.stateHash))) as Secret;
  return { pending, secret };
}

function notHere(): Failure {
  return new Failure(
    "invalid",
    "This sign-in was not started in this browser, took too long, or was already finished. Start it again.",
  );
}

function sessionOf(actor: Actor): string {
  if (actor.kind === "member") return actor.sessionId;
  throw new Failure("forbidden", "A consent needs a person in a browser.");
}

function contextOf(stateHash: string) {
  return { table: "PendingSignIn", row: stateHash, purpose: "state and verifier" };
}
