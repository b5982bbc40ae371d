import "server-only";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import { dropCredentials } from "@/lib/connections/commands";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { settleNotices } from "@/lib/notices/notify";
import { requireEndpoint } from "@/lib/oauth/endpoints";
import { OAuthFailure } from "@/lib/oauth/failure";
import { readIssuer } from "@/lib/oauth/issuer";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import { chooseAuthMethod } from "@/lib/oauth/registration";
import { isSamePlace } from "@/lib/oauth/same-place";
import { queueCompanyRevocations, queueRevocations } from "@/lib/workspace/revocation-queue";
import type { CompanyInput } from "./schema";
import { openCompany, sealClientSecret } from "./secrets";

/**
 * Saves which identity provider vouches for the workspace's people, after reading what it says of itself.
 * Another one, or another client of it, ends every sign-in that rests on the one before. Returns how many.
 */
export async function saveCompany(actor: Actor, input: CompanyInput): Promise<number> {
  const permit = authorize(actor, "company.manage");
  const { workspaceId } = permit;
  const server = await readCompany(input.issuer);
  const row = await read(permit).company.findUnique({ where: { workspaceId } });
  const stored = row && openCompany(row);
  const isSame = stored?.client.clientId === input.clientId && isSamePlace(stored.server, server);
  const secret = input.clientSecret ?? (isSame ? stored.client.clientSecret : null);

  return commit(permit, async (tx) => {
    const signIns = isSame || !stored ? 0 : await endAll(tx, permit);
    const { issuer } = server;
    const data = {
      issuer,
      server,
      clientId: input.clientId,
      clientSecret: secret === null ? null : sealClientSecret(secret, { workspaceId, issuer }),
      authMethod: chooseAuthMethod(server, secret !== null, "auto"),
    };
    const { count } = await tx.company.updateMany({
      where: { workspaceId, version: input.version },
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0 && input.version > 0)
      throw new Failure("conflict", "Someone else changed this meanwhile. Reload to see it.");
    if (count === 0) await tx.company.create({ data: { workspaceId, ...data } });
    const event = { name: "company.saved", subject: workspaceId, detail: { issuer, signIns } } as const;
    return { value: signIns, event };
  });
}

/** Forgets the identity provider, and every sign-in that rests on it. */
export async function removeCompany(actor: Actor): Promise<void> {
  const permit = authorize(actor, "company.manage");
  await commit(permit, async (tx) => {
    const { workspaceId } = permit;
    const row = await tx.company.findUnique({ where: { workspaceId } });
    if (!row) throw new Failure("not-found", "There is no company sign-in any more.");
    const detail = { issuer: row.issuer, signIns: await endAll(tx, permit) };
    await tx.company.delete({ where: { workspaceId } });
    return { value: undefined, event: { name: "company.removed", subject: workspaceId, detail } };
  });
}

/** Forgets who the actor is at the company, and their sign-ins that rest on it. */
export async function signOutOfCompany(actor: Actor): Promise<void> {
  const permit = authorize(actor, "signIns.own");
  const { workspaceId } = permit;
  await commit(permit, async (tx) => {
    const own = { memberId: actor.id, workspaceId };
    const row = await tx.companySignIn.findFirst({ where: own });
    if (!row) return { value: undefined, event: { unrecorded: "there was nothing to sign out of" } };
    await queueCompanyRevocations(tx, own);
    await tx.companySignIn.delete({ where: { memberId: actor.id } });
    await endOwn(tx, permit, actor.id);
    const event = {
      name: "company.signedOut",
      subject: workspaceId,
      detail: { issuer: row.issuer },
    } as const;
    return { value: undefined, event };
  });
}

/** The connections where the company vouches for people. */
const vouchedConnections = { settings: { path: ["signsIn"], equals: "company" } };

/** Ends what one person has by the company's word. */
export async function endOwn(tx: Change, { workspaceId }: Permit, memberId: string): Promise<void> {
  const theirs = { memberId, workspaceId, connection: vouchedConnections };
  await queueRevocations(tx, theirs);
  for (const { id, connectionId } of await tx.signIn.findMany({ where: theirs })) {
    await settleNotices(tx, { kind: "signIn", subjectId: connectionId, memberId });
    await tx.signIn.delete({ where: { id } });
  }
}

/** Called before the company is changed, because tokens can be revoked only by the client they were given to. */
async function endAll(tx: Change, permit: Permit): Promise<number> {
  const { workspaceId } = permit;
  await queueCompanyRevocations(tx, { workspaceId });
  await tx.pendingSignIn.deleteMany({ where: { workspaceId, connectionId: null } });
  const { count } = await tx.companySignIn.deleteMany({ where: { workspaceId } });
  const connections = await tx.connection.findMany({
    where: { workspaceId, ...vouchedConnections },
    select: { id: true },
  });
  let signIns = count;
  for (const { id } of connections) signIns += await dropCredentials(tx, permit, id, CHANGED);
  return signIns;
}

const CHANGED = "The company's identity provider was changed. Sign in to the company again, then here.";

async function readCompany(issuer: string): Promise<AuthorizationServer> {
  try {
    const server = await readIssuer({ identifier: issuer, expected: issuer, fetch: guardedFetch });
    if (!server.identity) throw new OAuthFailure("no-metadata", "");
    requireEndpoint("key address", server.identity.keys, undefined);
    return server;
  } catch (error) {
    if (!(error instanceof OAuthFailure)) throw error;
    throw new Failure("invalid", REFUSALS.get(error.kind) ?? error.message, {
      field: "issuer",
      cause: error,
    });
  }
}

const REFUSALS = new Map<OAuthFailure["kind"], string>([
  [
    "no-metadata",
    "Nothing at this address describes an OpenID Connect identity provider with keys (jwks_uri).",
  ],
  [
    "issuer-mismatch",
    "The identity provider calls itself by another name. Enter its issuer exactly as it publishes it.",
  ],
]);
