import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { insist } from "@/lib/audit/insist";
import type { CompanySignIn, Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { type Identity, renewIdentity } from "@/lib/oauth/identity";
import { companyRevocable, queueCompanyRevocation } from "@/lib/workspace/revocation-queue";
import { type Company, openIdentity, sealIdentity } from "./secrets";

/**
 * One renewal of an ID token at a time, whatever the number of connections and
 * processes that want it: a refresh token may work only once. Whoever renews marks
 * the row until when; the others wait for its `version` to move.
 */
const TURN_SECONDS = 15;
const WAIT_MAX_MS = 8_000;
const POLL_MS = 40;

type Asked = { memberId: string; company: Company; fetch: GuardedFetch };

/** "over": the person has to sign in to the company first. */
export type FreshIdToken =
  | { kind: "ready"; idToken: string }
  | { kind: "over"; sentence: string }
  | { kind: "unavailable"; sentence: string };

/** The person's own ID token, with some of its life left. */
export async function freshIdToken(permit: Permit, asked: Asked): Promise<FreshIdToken> {
  const waitsUntil = Date.now() + WAIT_MAX_MS;
  while (Date.now() < waitsUntil) {
    const row = await find(permit, asked);
    if (!row?.tokens) return { kind: "over", sentence: row?.reason ?? SIGN_IN };
    const { idToken, refreshToken, expiresAt } = openIdentity(row.tokens, row);
    if (Date.now() < expiresAt - LEFT_MIN_MS) return { kind: "ready", idToken };
    if (!refreshToken) return end(permit, row);
    if (await takeTurn(permit, row)) return renew(permit, row, asked, refreshToken);
    await delay(POLL_MS);
  }
  return { kind: "unavailable", sentence: "The company sign-in is being renewed. Try again in a moment." };
}

const LEFT_MIN_MS = 30_000;
const SIGN_IN = "Sign in to the company first, under Sign-ins.";

/** Of another issuer than the company's nothing is used. */
function find(permit: Permit, { memberId, company }: Asked): Promise<Found | null> {
  const { workspaceId } = permit;
  return read(permit).companySignIn.findFirst({
    where: { memberId, workspaceId, issuer: company.server.issuer },
    include: companyRevocable,
  });
}

type Found = Prisma.CompanySignInGetPayload<{ include: typeof companyRevocable }>;

async function takeTurn(permit: Permit, { memberId, version }: CompanySignIn): Promise<boolean> {
  return commit(permit, async (tx) => {
    // The database's clock decides, so that processes need not agree on the time.
    const taken = await tx.$executeRaw`
      UPDATE "CompanySignIn"
      SET "renewedBy" = timezone('utc', clock_timestamp()) + make_interval(secs => ${TURN_SECONDS})
      WHERE "memberId" = ${memberId} AND version = ${version}
        AND ("renewedBy" IS NULL OR "renewedBy" < timezone('utc', clock_timestamp()))`;
    return { value: taken === 1, event: { unrecorded: "who renews an ID token" } };
  });
}

async function renew(
  permit: Permit,
  row: Found,
  { company, fetch }: Asked,
  refreshToken: string,
): Promise<FreshIdToken> {
  const outcome = await renewIdentity({ ...company, fetch, subject: row.subject, refreshToken });
  if (outcome.kind === "refused") return end(permit, row);
  await save(permit, row, outcome.kind === "renewed" ? outcome.identity : null);
  if (outcome.kind === "unavailable") return outcome;
  return { kind: "ready", idToken: outcome.identity.idToken };
}

/** Gives the turn back, with what came of it. A person who signed in anew meanwhile keeps that; for one who signed out it is revoked. */
async function save(permit: Permit, row: Found, identity: Identity | null): Promise<void> {
  const { memberId, version } = row;
  await insist(() =>
    commit(permit, async (tx) => {
      const renewed = identity && { tokens: sealIdentity(identity, row), version: { increment: 1 } };
      const data = { renewedBy: null, ...renewed };
      await tx.companySignIn.updateMany({ where: { memberId, version }, data });
      const isGone = (await tx.companySignIn.count({ where: { memberId } })) === 0;
      if (isGone && renewed) await queueCompanyRevocation(tx, row, renewed.tokens);
      return { value: undefined, event: { unrecorded: "a renewed ID token" } };
    }),
  );
}

async function end(permit: Permit, row: CompanySignIn): Promise<FreshIdToken> {
  const { memberId, version, issuer, workspaceId } = row;
  const reason = `Your company sign-in at ${new URL(issuer).host} ran out. Sign in to the company again, under Sign-ins.`;
  await commit(permit, async (tx) => {
    const { count } = await tx.companySignIn.updateMany({
      where: { memberId, version },
      data: { tokens: null, reason, renewedBy: null, version: { increment: 1 } },
    });
    if (count === 0) return { value: undefined, event: { unrecorded: "signed in anew meanwhile" } };
    const member = await tx.member.findUniqueOrThrow({
      where: { id: memberId },
      select: { user: { select: { name: true } } },
    });
    const detail = { issuer, member: member.user.name };
    return { value: undefined, event: { name: "company.ranOut", subject: workspaceId, detail } };
  });
  return { kind: "over", sentence: reason };
}
