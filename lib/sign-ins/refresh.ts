import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { systemPermit } from "@/lib/access/actor";
import type { SignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { hashToken } from "@/lib/secrets/hash";
import { isDue, isOver, type StoredTokens, tokensOf } from "./credential";
import { endSignIn, takeLease } from "./lease";
import { openProvider, renewable, renewHolding } from "./renewal";

/**
 * One refresh at a time for each sign-in, whatever the number of callers and
 * processes: rotating providers end a sign-in whose refresh token is used twice.
 * Callers in one process share a renewal; processes take turns by the row's lease,
 * and notice by its `version` that somebody else has renewed.
 */
const WAIT_MAX_MS = 25_000;
const POLL_MS = 40;

/** A sign-in as a call knows it. How its renewal stands is read by whoever renews. */
export type CallSignIn = Omit<
  SignIn,
  "refreshHolder" | "refreshStartedAt" | "refreshLost" | "refreshFailures" | "refreshAfter"
>;

/**
 * Tokens fit for a call, renewed ahead of their end, or anew because the server
 * has just `refused` these. Null: the person must sign in again. Throws
 * `unavailable` while the provider does not answer.
 */
export async function freshTokens(
  signIn: CallSignIn,
  refused: StoredTokens | null,
): Promise<StoredTokens | null> {
  const tokens = tokensOf(signIn);
  if (!tokens) return null;
  if (!refused && !isDue(tokens)) return tokens;
  const isUsable = !refused && !isOver(tokens);
  const isRenewable = tokens.refreshToken !== null || tokens.vouched || signIn.memberId === null;
  if (!isRenewable) return isUsable ? tokens : endWithoutRefresh(signIn);

  try {
    return await shareRenewal(signIn, isUsable ? null : (refused ?? tokens));
  } catch (error) {
    if (isUsable && error instanceof Failure) return tokens;
    throw error;
  }
}

// Next may load this module more than once in a process; the renewals under way are shared all the same.
const globals = globalThis as { patchbayRenewals?: Map<string, Promise<StoredTokens | null>> };

/** `dead` are tokens that no longer work. Without them nobody is waited for: those there are will still do. */
function shareRenewal(signIn: CallSignIn, dead: StoredTokens | null): Promise<StoredTokens | null> {
  globals.patchbayRenewals ??= new Map();
  const renewals = globals.patchbayRenewals;
  const key = `${signIn.id}:${dead ? hashToken(dead.accessToken) : signIn.version}`;
  const renewal = renewals.get(key) ?? renew(signIn, dead).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}

async function renew(known: CallSignIn, dead: StoredTokens | null): Promise<StoredTokens | null> {
  const permit = systemPermit("refresh a credential", known.workspaceId);
  const waitsUntil = Date.now() + WAIT_MAX_MS;
  while (Date.now() < waitsUntil) {
    const row = await read(permit).signIn.findFirst({ where: { id: known.id }, include: renewable });
    if (!row || row.status === "needsReconnect") return null;
    // The connection was moved, and signed in to again: what is there now is for the new address alone.
    if (row.boundUrl !== known.boundUrl) return null;
    const tokens = tokensOf(row);
    if (dead ? tokens?.accessToken !== dead.accessToken : row.version !== known.version) return tokens;
    if (row.refreshAfter && Date.now() < row.refreshAfter.getTime()) throw resting(row);
    // Opened first: with the lease in hand nothing may fail but the provider.
    const provider = openProvider(row);
    const lease = await takeLease(permit, row);
    if (lease) return renewHolding(permit, row, provider, lease);
    if (!dead) return tokens;
    await delay(POLL_MS);
  }
  throw new Failure(
    "unavailable",
    "This sign-in is being renewed and that takes too long. Try again in a moment.",
  );
}

/** The provider has just failed to answer. Asking it again for each call would not help it back on its feet. */
function resting({ reason }: SignIn): Failure {
  return new Failure(
    "unavailable",
    reason ?? "The provider's sign-in server is not working right now. Try again later.",
  );
}

async function endWithoutRefresh(signIn: CallSignIn): Promise<null> {
  const permit = systemPermit("refresh a credential", signIn.workspaceId);
  await endSignIn(
    permit,
    signIn,
    "The provider's sign-in ran out and it offers no renewal. Sign in again.",
    null,
  );
  return null;
}
