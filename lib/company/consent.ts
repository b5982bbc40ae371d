import "server-only";
import { randomBytes } from "node:crypto";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { startAuthorization } from "@/lib/oauth/authorization";
import { finishLogIn, type Identity } from "@/lib/oauth/identity";
import { routes } from "@/lib/routes";
import { rememberConsent, takeLogIn } from "@/lib/workspace/pending-consents";
import { endOwn } from "./commands";
import { type Company, openCompany, sealIdentity } from "./secrets";

/** Where the company's identity provider sends people back to: not where anybody else does, so that answers can't be mixed up. */
export const companyRedirectUri = `${env.PATCHBAY_URL}${routes.companyCallback}`;

/** Begins somebody's sign-in to the company and returns where to send them. `returnTo` is a path of this console. */
export async function startCompanySignIn(actor: Actor, returnTo: string): Promise<URL> {
  const permit = authorize(actor, "signIns.own");
  const { server, client } = await requireCompany(permit);
  const nonce = randomBytes(32).toString("base64url");
  const scopes = server.scopesSupported.includes("offline_access") ? [...SCOPES, "offline_access"] : SCOPES;
  const { url, state, codeVerifier } = await startAuthorization({
    server,
    client,
    redirectUri: companyRedirectUri,
    scopes,
    resource: null,
    extraParameters: {},
    // The nonce binds the code to this browser as well (RFC 9700 §2.1.1).
    allowUnstatedPkce: true,
    nonce,
  });
  const begun = {
    connectionId: null,
    issuer: server.issuer,
    redirectUri: companyRedirectUri,
    returnTo,
    scopes,
  };
  await rememberConsent(permit, begun, { state, codeVerifier, nonce });
  return url;
}

const SCOPES = ["openid", "email"];

/** Ends it with what the browser brought back, and returns where the person was going. */
export async function finishCompanySignIn(actor: Actor, callback: URLSearchParams): Promise<string> {
  const permit = authorize(actor, "signIns.own");
  const { pending, secret } = await takeLogIn(permit, callback.get("state") ?? "");
  const company = await requireCompany(permit);
  if (company.server.issuer !== pending.issuer) throw changed();
  const { redirectUri } = pending;
  const identity = await finishLogIn({ ...company, ...secret, redirectUri, callback, fetch: guardedFetch });
  await keepIdentity(permit, company, identity);
  return pending.returnTo;
}

/** Stores who somebody proved to be. What an earlier one of theirs was vouched for is not this one's. */
export async function keepIdentity(
  permit: PersonalPermit,
  { server, client }: Company,
  identity: Identity,
): Promise<void> {
  const { workspaceId, actor } = permit;
  const { issuer } = server;
  const { subject, name } = identity;
  await commit(permit, async (tx) => {
    if (!(await tx.company.count({ where: { workspaceId, issuer, clientId: client.clientId } })))
      throw changed();
    const memberId = actor.id;
    const before = await tx.companySignIn.findUnique({ where: { memberId } });
    if (before && before.subject !== subject) await endOwn(tx, permit, memberId);
    const tokens = sealIdentity(identity, { memberId, issuer });
    const data = { issuer, subject, name, tokens, reason: null, renewedBy: null, signedInAt: new Date() };
    await tx.companySignIn.upsert({
      where: { memberId },
      create: { ...data, memberId, workspaceId },
      update: { ...data, version: { increment: 1 } },
    });
    const event = { name: "company.signedIn", subject: workspaceId, detail: { issuer, as: name } } as const;
    return { value: undefined, event };
  });
}

async function requireCompany(permit: PersonalPermit): Promise<Company> {
  const { workspaceId } = permit;
  const row = await read(permit).company.findUnique({ where: { workspaceId } });
  if (row) return openCompany(row);
  throw new Failure(
    "conflict",
    "Company sign-in is not set up here any more. An admin can set it up in Settings.",
  );
}

function changed(): Failure {
  return new Failure("conflict", "The company's identity provider was changed meanwhile. Sign in again.");
}
