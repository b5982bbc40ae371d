import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { type Permit, systemPermit } from "@/lib/access/actor";
import { openClient } from "@/lib/connections/secrets";
import type { SignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { type GuardedFetch, guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { type Refresh, refreshTokens } from "@/lib/oauth/tokens";
import { hashToken } from "@/lib/secrets/hash";
import {
  isDue,
  isOver,
  openCredential,
  type StoredTokens,
  sealCredential,
  toStoredTokens,
} from "./credential";
import { endSignIn, type Lease, saveHolding, takeLease } from "./lease";

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
  if (!tokens.refreshToken) return isUsable ? tokens : endWithoutRefresh(signIn);

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
    const row = await read(permit).signIn.findFirst({ where: { id: known.id } });
    if (!row || row.status === "needsReconnect") return null;
    const tokens = tokensOf(row);
    if (dead ? tokens?.accessToken !== dead.accessToken : row.version !== known.version) return tokens;
    if (row.refreshAfter && Date.now() < row.refreshAfter.getTime()) throw resting(row);
    const lease = await takeLease(permit, row);
    if (lease) return renewHolding(permit, row, lease);
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

async function renewHolding(permit: Permit, row: SignIn, lease: Lease): Promise<StoredTokens | null> {
  if (lease.lost > LOST_MAX) {
    await endSignIn(permit, row, INTERRUPTED, lease);
    return null;
  }
  const outcome = await askProvider(permit, row, lease);
  if (outcome.kind === "refreshed") return saveRenewed(permit, row, lease, outcome.tokens);
  if (outcome.kind === "refused") {
    const isInterruption = lease.lost > 0 && outcome.reason === "invalid-grant";
    await endSignIn(permit, row, isInterruption ? INTERRUPTED : outcome.sentence, lease);
    return null;
  }
  await saveHolding(permit, row, lease, {
    status: "unavailable",
    reason: outcome.sentence,
    refreshFailures: row.refreshFailures + 1,
    refreshAfter: new Date(Date.now() + restMs(row.refreshFailures)),
  });
  throw new Failure("unavailable", outcome.sentence);
}

/**
 * A renewal that was lost is tried once more with the same refresh token: it may
 * never have been sent, and many providers take a spent token for a short while.
 * More often it is not, because a provider may take each repetition for a theft.
 */
const LOST_MAX = 1;

const INTERRUPTED =
  "A renewal of this sign-in was interrupted, and what the provider answered is lost. Sign in again to go on.";

/** Half a second to a second at first, up to half a minute; never the same for all. */
function restMs(failures: number): number {
  return Math.min(1_000 * 2 ** failures, 30_000) * (0.5 + Math.random() / 2);
}

async function askProvider(permit: Permit, row: SignIn, { sendBy }: Lease): Promise<Refresh> {
  const client = await read(permit).oAuthClient.findUnique({ where: { connectionId: row.connectionId } });
  const refreshToken = tokensOf(row)?.refreshToken;
  if (!client || client.issuer !== row.issuer || !refreshToken) {
    return {
      kind: "refused",
      reason: "invalid-client",
      sentence: "The sign-in server of this connection changed. Sign in again.",
    };
  }
  const { server, client: credentials, resource } = openClient(client);
  return refreshTokens({
    server,
    client: credentials,
    refreshToken,
    resource,
    scopes: null,
    fetch: inTime(sendBy),
  });
}

/** Sends nothing once its time is over: by then another process may have used the refresh token. */
function inTime(sendBy: number): GuardedFetch {
  return async (input, init) => {
    const totalTimeoutMs = sendBy - Date.now();
    if (totalTimeoutMs <= 0) throw new Failure("unavailable", "This console was too slow to ask it.");
    return guardedFetch(input, { ...init, limits: { ...init?.limits, totalTimeoutMs } });
  };
}

async function saveRenewed(
  permit: Permit,
  row: SignIn,
  lease: Lease,
  renewed: Parameters<typeof toStoredTokens>[0],
): Promise<StoredTokens | null> {
  const tokens = toStoredTokens(renewed, Date.now());
  const credential = sealCredential({ kind: "oauth", tokens }, row);
  const isSaved = await saveHolding(permit, row, lease, {
    status: "connected",
    reason: null,
    credential,
    expiresAt: renewed.expiresAt,
    version: { increment: 1 },
    refreshLost: 0,
    refreshFailures: 0,
    refreshAfter: null,
  });
  if (isSaved) return tokens;
  const current = await read(permit).signIn.findFirst({ where: { id: row.id } });
  return current && current.status !== "needsReconnect" ? tokensOf(current) : null;
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

function tokensOf(row: CallSignIn): StoredTokens | null {
  if (!row.credential) return null;
  const credential = openCredential(row.credential, row);
  return credential.kind === "oauth" ? credential.tokens : null;
}
