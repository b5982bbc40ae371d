import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { redirectUri } from "@/lib/connections/client";
import { freshenClient } from "@/lib/connections/freshen";
import { remember } from "@/lib/connections/traces";
import { Failure } from "@/lib/errors";
import type { ToolListing } from "@/lib/mcp/tools";
import { startAuthorization } from "@/lib/oauth/authorization";
import { OAuthFailure } from "@/lib/oauth/failure";
import type { Trace } from "@/lib/oauth/trace";
import { routes } from "@/lib/routes";
import { ownPath } from "@/lib/session/return-to";
import { rememberConsent, takeConsent } from "@/lib/workspace/pending-consents";
import { exchangeCode, findConsentTarget } from "./exchange";
import { denyStepUp, scopesToAsk } from "./step-up";
import { findTarget, recordRefusal } from "./target";

/** Begins a consent and returns where to send the person. Only the browser session that begins it can finish it. */
export async function startSignIn(actor: Actor, connectionId: string, returnTo: string): Promise<URL> {
  return startConsent(actor, connectionId, returnTo, "sign in");
}

/** The same, asking beside what one has for what the server said is missing. */
export async function grantAccess(actor: Actor, connectionId: string, returnTo: string): Promise<URL> {
  return startConsent(actor, connectionId, returnTo, "grant");
}

async function startConsent(
  actor: Actor,
  connectionId: string,
  returnTo: string,
  purpose: "sign in" | "grant",
): Promise<URL> {
  const permit = authorize(actor, "signIns.own");
  if (actor.kind !== "member") throw new Failure("forbidden", "A consent needs a person in a browser.");
  const about = { what: "consentBegun", connectionId, memberId: actor.id } as const;
  const { client, scopes, url, state, codeVerifier } = await remember(permit, about, async (trace) => {
    await freshenClient(permit, connectionId, trace);
    return writeRequest(permit, connectionId, purpose, trace);
  });
  const begun = {
    connectionId,
    issuer: client.server.issuer,
    redirectUri,
    returnTo: ownPath(returnTo, routes.signIns),
    scopes,
  };
  await rememberConsent(permit, begun, { state, codeVerifier });
  return url;
}

async function writeRequest(
  permit: PersonalPermit,
  connectionId: string,
  purpose: "sign in" | "grant",
  trace: Trace,
) {
  const { client, oauth, signIn } = await findConsentTarget(permit, connectionId);
  const scopes = scopesToAsk(client.scopes, signIn, purpose);
  const request = await startAuthorization({
    server: client.server,
    client: client.client,
    redirectUri,
    scopes,
    resource: client.resource,
    extraParameters: oauth.parameters,
    allowUnstatedPkce: oauth.allowUnstatedPkce,
    trace,
  });
  return { ...request, client, scopes };
}

/**
 * Ends a consent with what the provider sent back through the browser. The
 * pending row is taken out first, so a callback works once. Throws a Failure
 * with the sentence to show; a refused or foreign callback stores nothing.
 */
export async function finishSignIn(
  actor: Actor,
  callback: URLSearchParams,
): Promise<{ connectionId: string; returnTo: string; listing: ToolListing | null }> {
  const permit = authorize(actor, "signIns.own");
  const taken = await takeConsent(permit, callback.get("state") ?? "");
  const { pending } = taken;
  const target = await findTarget(permit, pending.connectionId);
  try {
    const about = { what: "consentEnded", connectionId: target.id, memberId: actor.id } as const;
    const listing = await remember(permit, about, (trace) =>
      exchangeCode(permit, taken, target, callback, trace),
    );
    return { connectionId: target.id, returnTo: pending.returnTo, listing };
  } catch (error) {
    if (error instanceof Failure) await recordRefusal(permit, target, error.message);
    if (error instanceof OAuthFailure && error.kind === "consent-denied")
      await denyStepUp(permit, target.id, pending.scopes);
    throw error;
  }
}
