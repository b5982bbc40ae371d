import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import { companyRedirectUri } from "./consent";
import type { CompanyView, OwnCompany } from "./schema";

/** The company's identity provider, or null when none was set up. */
export async function findCompany(actor: Actor): Promise<CompanyView | null> {
  const permit = authorize(actor, "settings.view");
  const { workspaceId } = permit;
  const row = await read(permit).company.findUnique({ where: { workspaceId } });
  if (!row) return null;
  const { issuer, clientId, version, updatedAt: savedAt } = row;
  return {
    issuer,
    clientId,
    hasSecret: row.clientSecret !== null,
    redirectUri: companyRedirectUri,
    version,
    savedAt,
  };
}

/** How the actor stands with the company; null where there is none to sign in to. */
export async function ownCompany(actor: Actor): Promise<OwnCompany | null> {
  const permit = authorize(actor, "signIns.own");
  const { workspaceId } = permit;
  const [company, own] = await Promise.all([
    read(permit).company.findUnique({ where: { workspaceId }, select: { issuer: true } }),
    read(permit).companySignIn.findFirst({ where: { memberId: actor.id, workspaceId } }),
  ]);
  if (!company) return null;
  const { host } = new URL(company.issuer);
  if (!own) return { host, state: "notSignedIn", name: null, reason: null, since: null };
  const state = own.tokens === null ? "needsReconnect" : "connected";
  return { host, state, name: own.name, reason: own.reason, since: own.signedInAt };
}
