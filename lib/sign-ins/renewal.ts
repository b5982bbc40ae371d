import "server-only";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { vouch } from "@/lib/company/vouch";
import { freshenClient } from "@/lib/connections/freshen";
import { noteRejected } from "@/lib/connections/replacement";
import { openClient } from "@/lib/connections/secrets";
import { remember } from "@/lib/connections/traces";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { type GuardedFetch, guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import type { TokenSet } from "@/lib/oauth/grant";
import { type Refresh, refreshTokens, requestClientTokens } from "@/lib/oauth/tokens";
import type { Trace } from "@/lib/oauth/trace";
import { queueRevocation, revocable } from "@/lib/workspace/revocation-queue";
import { type StoredTokens, sealCredential, tokensOf, toStoredTokens } from "./credential";
import { endSignIn, type Lease, saveHolding } from "./lease";
import { revokeSoon } from "./revocation";

/**
 * One renewal, by whoever holds the lease of its row: asks the provider, and
 * saves what it answers if the row is still theirs. Null: the person must sign in
 * again. Throws `unavailable` while the provider does not answer.
 */
export async function renewHolding(
  permit: Permit,
  row: Renewable,
  provider: Provider | null,
  lease: Lease,
): Promise<StoredTokens | null> {
  if (lease.lost > LOST_MAX) {
    await endSignIn(permit, row, INTERRUPTED, lease);
    return null;
  }
  const outcome = await remember(
    permit,
    { what: "refresh", connectionId: row.connectionId, memberId: row.memberId },
    (trace) => askProvider(permit, row, provider, lease, trace),
    (refresh) => (refresh.kind === "refreshed" ? null : refresh.sentence),
  );
  if (outcome.kind === "refreshed") return saveRenewed(permit, row, lease, outcome.tokens);
  if (outcome.kind === "refused") {
    const isInterruption = lease.lost > 0 && outcome.reason === "invalid-grant";
    await endSignIn(permit, row, isInterruption ? INTERRUPTED : outcome.sentence, lease);
    if (outcome.reason === "invalid-client" && provider)
      await noteRejected(permit, row.connectionId, tokensOf(row)?.clientId ?? "");
    return null;
  }
  const isSaved = await saveHolding(permit, row, lease, {
    status: "unavailable",
    reason: outcome.sentence,
    refreshFailures: row.refreshFailures + 1,
    refreshAfter: new Date(Date.now() + restMs(row.refreshFailures)),
  });
  if (!isSaved) return tokensNow(permit, row);
  if (row.refreshFailures + 1 === FAILURES_LOOKED_INTO) await lookForMove(permit, row.connectionId);
  throw new Failure("unavailable", outcome.sentence);
}

/** A provider that does not come back may have moved; then an admin has something to confirm. */
const FAILURES_LOOKED_INTO = 3;

async function lookForMove(permit: Permit, connectionId: string): Promise<void> {
  const about = { what: "discovery", connectionId, memberId: null } as const;
  const looking = remember(permit, about, (trace) => freshenClient(permit, connectionId, trace));
  await looking.catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
  });
}

/**
 * A renewal that was lost is tried once more with the same refresh token: it may
 * never have been sent, and many providers take a spent token for a short while.
 * More often it is not, because a provider may take each repetition for a theft.
 */
const LOST_MAX = 1;

const INTERRUPTED =
  "A renewal of this sign-in was interrupted, and what the provider answered is lost. Sign in again to go on.";

/** Half a second to a second at first, up to a quarter of a minute; never the same for all. */
function restMs(failures: number): number {
  return Math.min(1_000 * 2 ** failures, 15_000) * (0.5 + Math.random() / 2);
}

/** What whoever renews a sign-in needs to know of it. */
export const renewable = { connection: revocable.connection, member: revocable.member } as const;

type Renewable = Prisma.SignInGetPayload<{ include: typeof renewable }>;

type Provider = ReturnType<typeof openClient>;

/** The authorization server that tokens are from, and who we are to it; null when the connection has another one now. */
export function openProvider({ issuer, connection: { client } }: Renewable): Provider | null {
  return client && client.issuer === issuer ? openClient(client) : null;
}

async function askProvider(
  permit: Permit,
  row: Renewable,
  provider: Provider | null,
  { sendBy }: Lease,
  trace: Trace,
): Promise<Refresh> {
  const { refreshToken, clientId, vouched } = tokensOf(row) ?? {};
  if (!provider || (row.memberId !== null && !refreshToken && !vouched))
    return clientGone("The sign-in server of this connection changed. Sign in again.");
  const { server, client, resource, registration } = provider;
  if (client.clientId !== clientId)
    return clientGone("This console registered again at the provider. Sign in again to go on.");

  const fetch = inTime(sendBy);
  if (vouched && row.memberId) {
    const { memberId, scopes } = row;
    return vouch(permit, { memberId, provider, scopes, fetch, trace });
  }
  if (!refreshToken) {
    const { scopes } = provider;
    return requestClientTokens({ server, client, resource, scopes, fetch, trace });
  }

  // Without a resource only the scopes say what the token is for (Entra ID).
  const scopes = resource === null ? row.scopes : null;
  const outcome = await refreshTokens({ server, client, refreshToken, resource, scopes, fetch, trace });
  const isForgotten = outcome.kind === "refused" && outcome.reason === "invalid-client";
  return isForgotten && registration === "dynamic" ? clientGone(FORGOTTEN) : outcome;
}

function clientGone(sentence: string): Refresh {
  return { kind: "refused", reason: "invalid-client", sentence };
}

const FORGOTTEN =
  "The provider no longer knows this console's registration. Sign in again to go on: the console then registers anew.";

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
  row: Renewable,
  lease: Lease,
  renewed: TokenSet,
): Promise<StoredTokens | null> {
  const { clientId = "", vouched } = tokensOf(row) ?? {};
  const tokens = toStoredTokens({ ...renewed, clientId, ...(vouched && { vouched }) }, Date.now());
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
  if (!(await read(permit).signIn.count({ where: { id: row.id, credential: { not: null } } }))) {
    await queueUnwanted(permit, row, credential);
  }
  return tokensNow(permit, row);
}

/** What somebody else has made of a sign-in that was taken over meanwhile. */
async function tokensNow(permit: Permit, { id, boundUrl }: Renewable): Promise<StoredTokens | null> {
  const where = { id, boundUrl, status: { not: "needsReconnect" } } as const;
  const row = await read(permit).signIn.findFirst({ where });
  return row && tokensOf(row);
}

/** The person signed out, or was signed out, while the provider renewed: what it gave is still good there. */
async function queueUnwanted(permit: Permit, row: Renewable, credential: string): Promise<void> {
  await commit(permit, async (tx) => {
    await queueRevocation(tx, row, credential);
    return { value: undefined, event: { unrecorded: "tokens that nobody wants any more" } };
  });
  revokeSoon();
}
