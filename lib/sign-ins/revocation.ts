import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { AuditEvent } from "@/lib/audit/events";
import { flushTraces, remember } from "@/lib/connections/traces";
import type { Revocation } from "@/lib/db/generated/client";
import { type GuardedFetch, guardedFetch } from "@/lib/egress/fetch";
import { failureIn } from "@/lib/errors";
import { type Revoked, revokeToken } from "@/lib/oauth/tokens";
import type { Trace } from "@/lib/oauth/trace";
import { logError } from "@/lib/secrets/log";
import { closeFirst } from "@/lib/workspace/shutdown";
import { openQueued } from "./queued";

/**
 * Works off the queue of tokens to be revoked. Any number of processes may do so
 * at once: claiming a row moves its next attempt ahead, which is also the pause
 * after an attempt that failed and the way out of one that was cut off.
 */
type Worker = { running: Promise<void> | null; isWanted: boolean; stopped: AbortController };

// Next loads this module once for the boot hook and again for the pages; the global makes them one worker.
const globals = globalThis as { patchbayRevoking?: Worker };
globals.patchbayRevoking ??= { running: null, isWanted: false, stopped: new AbortController() };
const worker = globals.patchbayRevoking;

/** From now on the queue is looked at regularly, until the console stops. */
export function startRevoking(): void {
  const timer = setInterval(revokeSoon, LOOK_EVERY_MS);
  timer.unref();
  closeFirst(async () => {
    clearInterval(timer);
    worker.stopped.abort(new Error("The console is stopping."));
    await worker.running;
    await flushTraces();
  });
  revokeSoon();
}

/** Looks at the queue now, in the background: nobody waits for a provider in order to be signed out. */
export function revokeSoon(): void {
  worker.isWanted = true;
  worker.running ??= workOff().finally(() => {
    worker.running = null;
  });
}

/** Resolves once nothing is being revoked. */
export async function revocationsSettled(): Promise<void> {
  await worker.running;
}

const LOOK_EVERY_MS = 15_000;

async function workOff(): Promise<void> {
  while (worker.isWanted && !worker.stopped.signal.aborted) {
    worker.isWanted = false;
    await workOffDue().catch((error: unknown) => logError("Revoking is tried again later.", error));
  }
}

async function workOffDue(): Promise<void> {
  for (let due = await claim(); due.length > 0; due = await claim()) await Promise.all(due.map(attempt));
}

const ROWS_MAX = 10;
const PAUSE_SECONDS = 60;
const DOUBLINGS_MAX = 6;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** Takes rows that are due. They come up again after one minute, then two, then four, at most an hour and four minutes. */
async function claim(): Promise<Revocation[]> {
  return commit(systemPermit("revoke upstream", "none"), async (tx) => {
    const claimed = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Revocation"
      SET attempts = attempts + 1, "nextAt" = timezone('utc', clock_timestamp())
        + make_interval(secs => ${PAUSE_SECONDS} * power(2, least(attempts, ${DOUBLINGS_MAX})))
      WHERE id IN (
        SELECT id FROM "Revocation" WHERE "nextAt" <= timezone('utc', clock_timestamp())
        ORDER BY "nextAt" LIMIT ${ROWS_MAX} FOR UPDATE SKIP LOCKED
      )
      RETURNING id`;
    const value = await tx.revocation.findMany({ where: { id: { in: claimed.map(({ id }) => id) } } });
    return { value, event: { unrecorded: "who revokes what" } };
  });
}

async function attempt(row: Revocation): Promise<void> {
  const outcome = await tellTraced(row).catch((error: unknown): Revoked => {
    return { kind: "unavailable", sentence: failureIn(error)?.message ?? "It could not be told." };
  });
  if (outcome.kind === "revoked") return takeOut(row, { unrecorded: "revoked as promised" });
  const isOld = Date.now() - row.queuedAt.getTime() > GIVE_UP_AFTER_MS;
  if (outcome.kind === "unavailable" && !isOld) return;
  const { connection, member, connectionId, workspaceId } = row;
  const subject = connectionId ?? workspaceId;
  const detail = { connection, member, reason: outcome.sentence };
  await takeOut(row, { name: "signIn.notRevoked", subject, detail });
}

/** An admin reads of it on the connection's page; the company has none. */
function tellTraced(row: Revocation): Promise<Revoked> {
  const { connectionId, memberId } = row;
  if (connectionId === null) return tellProvider(row);
  return remember(
    systemPermit("revoke upstream", row.workspaceId),
    { what: "revocation", connectionId, memberId },
    (trace) => tellProvider(row, trace),
    (revoked) => (revoked.kind === "revoked" ? null : revoked.sentence),
  );
}

/** The refresh token first: with it gone, many providers end the access token too (RFC 7009 §2.1), and not all take that one. */
async function tellProvider(row: Revocation, trace?: Trace): Promise<Revoked> {
  const { server, client, tokens } = openQueued(row);
  if (!tokens || !server.revocationEndpoint) return { kind: "revoked" };

  const { refreshToken, accessToken, clientId } = tokens;
  if (clientId !== client.clientId) return { kind: "refused", sentence: ANOTHER_CLIENT };
  const party = { server, client, trace, fetch: fetchUntilStopped };
  const first = refreshToken && (await revokeToken({ ...party, token: refreshToken, hint: "refresh_token" }));
  if (first && first.kind !== "revoked") return first;
  const second = accessToken && (await revokeToken({ ...party, token: accessToken, hint: "access_token" }));
  return !second || (first && second.kind !== "unavailable") ? { kind: "revoked" } : second;
}

const ANOTHER_CLIENT =
  "It belongs to a registration that this console no longer has, and ends by itself or in the provider's settings.";

const fetchUntilStopped: GuardedFetch = (input, init) => {
  const signals = [worker.stopped.signal, ...(init?.signal ? [init.signal] : [])];
  const limits = { ...init?.limits, totalTimeoutMs: REQUEST_MAX_MS };
  return guardedFetch(input, { ...init, signal: AbortSignal.any(signals), limits });
};

const REQUEST_MAX_MS = 10_000;

async function takeOut(
  { id, workspaceId }: Revocation,
  event: AuditEvent | { unrecorded: string },
): Promise<void> {
  await commit(systemPermit("revoke upstream", workspaceId), async (tx) => {
    await tx.revocation.deleteMany({ where: { id } });
    return { value: undefined, event };
  });
}
