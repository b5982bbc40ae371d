import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { type Permit, systemPermit } from "@/lib/access/actor";
import { openClient } from "@/lib/connections/secrets";
import type { SignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { type Refresh, refreshTokens } from "@/lib/oauth/tokens";
import { openCredential, type StoredTokens, sealCredential, toStoredTokens } from "./credential";
import { endSignIn, saveHolding, takeLease } from "./lease";

/**
 * One refresh at a time for each sign-in, whatever the number of callers and
 * processes: rotating providers end a sign-in whose refresh token is used twice.
 * Callers in one process share a renewal; processes take turns by the row's lease,
 * and notice by its `version` that somebody else has renewed.
 */
const WAIT_MAX_MS = 25_000;
const POLL_MS = 40;
const TOKEN_CALL_MAX_MS = 10_000;

/** Tokens fit for a call, renewed ahead of their end, or `now` because the server has just refused the ones there were. Null: the person must sign in again. */
export async function freshTokens(signIn: SignIn, mode: "when due" | "now"): Promise<StoredTokens | null> {
  const tokens = tokensOf(signIn);
  if (!tokens) return null;
  if (mode === "when due" && !isDue(tokens)) return tokens;
  if (!tokens.refreshToken)
    return mode === "when due" && !isOver(tokens) ? tokens : endWithoutRefresh(signIn);

  try {
    return await shareRenewal(signIn);
  } catch (error) {
    if (mode === "when due" && !isOver(tokens) && error instanceof Failure) return tokens;
    throw error;
  }
}

// Next may load this module more than once in a process; the renewals under way are shared all the same.
const globals = globalThis as { patchbayRenewals?: Map<string, Promise<StoredTokens | null>> };

function shareRenewal(signIn: SignIn): Promise<StoredTokens | null> {
  globals.patchbayRenewals ??= new Map();
  const renewals = globals.patchbayRenewals;
  const key = `${signIn.id}:${signIn.version}`;
  const renewal = renewals.get(key) ?? renew(signIn).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}

async function renew(stale: SignIn): Promise<StoredTokens | null> {
  const permit = systemPermit("refresh a credential", stale.workspaceId);
  const waitsUntil = Date.now() + WAIT_MAX_MS;
  while (Date.now() < waitsUntil) {
    const row = await read(permit).signIn.findFirst({ where: { id: stale.id } });
    if (!row || row.status === "needsReconnect") return null;
    if (row.version !== stale.version) return tokensOf(row);
    const holder = await takeLease(permit, row);
    if (holder) return renewHolding(permit, row, holder);
    await delay(POLL_MS);
  }
  throw new Failure(
    "unavailable",
    "This sign-in is being renewed and that takes too long. Try again in a moment.",
  );
}

async function renewHolding(permit: Permit, row: SignIn, holder: string): Promise<StoredTokens | null> {
  const outcome = await askProvider(permit, row);
  if (outcome.kind === "refreshed") return saveRenewed(permit, row, holder, outcome.tokens);
  if (outcome.kind === "refused") {
    const wasInterrupted = row.refreshHolder !== null;
    await endSignIn(permit, row, wasInterrupted ? INTERRUPTED : outcome.sentence, holder);
    return null;
  }
  await saveHolding(permit, row, holder, { status: "unavailable", reason: outcome.sentence });
  throw new Failure("unavailable", outcome.sentence);
}

const INTERRUPTED =
  "A renewal of this sign-in was interrupted and the provider no longer accepts it. Sign in again.";

async function askProvider(permit: Permit, row: SignIn): Promise<Refresh> {
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
    fetch: (input, init) => guardedFetch(input, { ...init, limits: { totalTimeoutMs: TOKEN_CALL_MAX_MS } }),
  });
}

async function saveRenewed(
  permit: Permit,
  row: SignIn,
  holder: string,
  renewed: Parameters<typeof toStoredTokens>[0],
): Promise<StoredTokens | null> {
  const tokens = toStoredTokens(renewed, Date.now());
  const isSaved = await saveHolding(permit, row, holder, {
    status: "connected",
    reason: null,
    credential: sealCredential({ kind: "oauth", tokens }, row),
    expiresAt: renewed.expiresAt,
    version: { increment: 1 },
  });
  if (isSaved) return tokens;
  const current = await read(permit).signIn.findFirst({ where: { id: row.id } });
  return current && current.status !== "needsReconnect" ? tokensOf(current) : null;
}

async function endWithoutRefresh(signIn: SignIn): Promise<null> {
  const permit = systemPermit("refresh a credential", signIn.workspaceId);
  await endSignIn(
    permit,
    signIn,
    "The provider's sign-in ran out and it offers no renewal. Sign in again.",
    null,
  );
  return null;
}

function tokensOf(row: SignIn): StoredTokens | null {
  if (!row.credential) return null;
  const credential = openCredential(row.credential, row);
  return credential.kind === "oauth" ? credential.tokens : null;
}

function isDue({ renewAt }: StoredTokens): boolean {
  return renewAt !== null && Date.now() >= renewAt;
}

function isOver({ expiresAt }: StoredTokens): boolean {
  return expiresAt !== null && Date.now() >= expiresAt;
}
