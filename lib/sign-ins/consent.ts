import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { type PreparedClient, redirectUri } from "@/lib/connections/client";
import { freshenClient } from "@/lib/connections/freshen";
import { noteAccepted, noteRejected } from "@/lib/connections/replacement";
import { type OAuthSettings, settings } from "@/lib/connections/schema";
import { openClient } from "@/lib/connections/secrets";
import { remember } from "@/lib/connections/traces";
import type { PendingSignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { mcpFailureIn } from "@/lib/mcp/failure";
import type { ToolListing } from "@/lib/mcp/tools";
import { finishAuthorization, startAuthorization } from "@/lib/oauth/authorization";
import { lackedScopes } from "@/lib/oauth/challenge";
import { OAuthFailure } from "@/lib/oauth/failure";
import { type Finding, type Trace, traced } from "@/lib/oauth/trace";
import { hashToken } from "@/lib/secrets/hash";
import { seal, unseal } from "@/lib/secrets/seal";
import { findTarget, recordRefusal, storeCredential, type Target, tryCredential } from "./attempt";
import { type Credential, toStoredTokens } from "./credential";
import { toPath } from "./return-to";
import { denyStepUp, noteLack, scopesToAsk } from "./step-up";

const MINUTES_MAX = 10;

/** Begins a consent and returns where to send the person. Only the browser session that begins it can finish it. */
export function startSignIn(actor: Actor, connectionId: string, returnTo: string): Promise<URL> {
  return startConsent(actor, connectionId, returnTo, "sign in");
}

/** The same, asking beside what one has for what the server said is missing. */
export function grantAccess(actor: Actor, connectionId: string, returnTo: string): Promise<URL> {
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
  const stateHash = hashToken(state);
  await commit(permit, async (tx) => {
    const own = { connectionId, memberId: actor.id };
    await tx.pendingSignIn.deleteMany({ where: { ...own, expiresAt: { lt: new Date() } } });
    await tx.pendingSignIn.create({
      data: {
        ...own,
        stateHash,
        workspaceId: permit.workspaceId,
        sessionId: actor.sessionId,
        issuer: client.server.issuer,
        redirectUri,
        returnTo: toPath(returnTo),
        scopes,
        secret: seal(JSON.stringify({ state, codeVerifier }), contextOf(stateHash)),
        expiresAt: new Date(Date.now() + MINUTES_MAX * 60_000),
      },
    });
    return { value: undefined, event: { unrecorded: "a consent that may never come back" } };
  });
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
  const pending = await takePending(permit, callback.get("state") ?? "");
  const target = await findTarget(permit, pending.connectionId);
  try {
    const about = { what: "consentEnded", connectionId: target.id, memberId: actor.id } as const;
    const listing = await remember(permit, about, (trace) =>
      exchange(permit, pending, target, callback, trace),
    );
    return { connectionId: target.id, returnTo: pending.returnTo, listing };
  } catch (error) {
    if (error instanceof Failure) await recordRefusal(permit, target, error.message);
    if (error instanceof OAuthFailure && error.kind === "consent-denied")
      await denyStepUp(permit, target.id, pending.scopes);
    throw error;
  }
}

async function exchange(
  permit: PersonalPermit,
  pending: PendingSignIn,
  target: Target,
  callback: URLSearchParams,
  trace: Trace,
): Promise<ToolListing | null> {
  const { client } = await findConsentTarget(permit, pending.connectionId);
  if (client.server.issuer !== pending.issuer) {
    throw new Failure(
      "conflict",
      `The sign-in server of ${target.name} was changed meanwhile. Sign in again.`,
    );
  }
  // Safe: startSignIn wrote it, and the seal proves it.
  const secret = JSON.parse(unseal(pending.secret, contextOf(pending.stateHash))) as {
    state: string;
    codeVerifier: string;
  };
  const tokens = await finishAuthorization({
    ...secret,
    server: client.server,
    client: client.client,
    redirectUri: pending.redirectUri,
    callback,
    resource: client.resource,
    fetch: guardedFetch,
    trace,
  }).catch((error: unknown) => noteLostClient(permit, target.id, client, error));
  const { clientId } = client.client;
  const stored = toStoredTokens({ ...tokens, clientId }, Date.now());
  const credential: Credential = { kind: "oauth", tokens: stored };
  const facts = {
    issuer: client.server.issuer,
    scopes: tokens.scopes ?? pending.scopes,
    expiresAt: tokens.expiresAt,
  };
  const at = { step: "tools", host: new URL(target.url).host };
  const tried = await traced(trace, at, () => tryNewTokens(target, credential), triedFinding);
  const signIn = await storeCredential(permit, target, {
    ...facts,
    ...tried.outcome,
    credential,
    asked: pending.scopes,
  });
  await noteAccepted(permit, target.id, clientId);
  if (tried.lacks.length > 0) await noteLack(permit, signIn, target.name, tried.lacks);
  return tried.listing;
}

/** The provider may have forgotten us between the consent and its end; the next attempt begins with another registration. */
async function noteLostClient(
  permit: PersonalPermit,
  connectionId: string,
  { registration, client }: PreparedClient,
  error: unknown,
): Promise<never> {
  if (!(error instanceof OAuthFailure) || error.kind !== "invalid-client") throw error;
  await noteRejected(permit, connectionId, client.clientId);
  if (registration !== "dynamic") throw error;
  throw new OAuthFailure(
    "invalid-client",
    "The provider no longer knows this console’s registration. Start again: the console then registers anew.",
    { cause: error },
  );
}

/** A consent is too dear to throw away because the server is down just now, or wants another permission; a server that refuses it is another matter. */
async function tryNewTokens(target: Target, credential: Credential) {
  try {
    const listing = await tryCredential(target, credential);
    return { listing, lacks: [], outcome: { status: "connected", reason: null } as const };
  } catch (error) {
    const lacks = lackedScopes(mcpFailureIn(error)?.challenge ?? null);
    if (lacks.length > 0)
      return { listing: null, lacks, outcome: { status: "connected", reason: null } as const };
    if (!(error instanceof Failure) || error.code === "invalid") throw error;
    return { listing: null, lacks, outcome: { status: "unavailable", reason: error.message } as const };
  }
}

function triedFinding({ listing, lacks, outcome }: Awaited<ReturnType<typeof tryNewTokens>>): Finding {
  if (listing)
    return {
      outcome: "ok",
      sentence: "The server takes the sign-in.",
      detail: { tools: listing.tools.length },
    };
  if (lacks.length > 0)
    return { outcome: "failed", sentence: `The server wants another permission: ${lacks.join(" ")}.` };
  return { outcome: "failed", sentence: outcome.reason ?? "The server could not be tried." };
}

async function takePending(permit: PersonalPermit, state: string): Promise<PendingSignIn> {
  const { actor } = permit;
  const own = {
    stateHash: hashToken(state),
    memberId: actor.id,
    sessionId: actor.kind === "member" ? actor.sessionId : "",
    expiresAt: { gt: new Date() },
  };
  const taken = await commit(permit, async (tx) => {
    const pending = await tx.pendingSignIn.findFirst({ where: own });
    const { count } = await tx.pendingSignIn.deleteMany({ where: own });
    return { value: count === 1 ? pending : null, event: { unrecorded: "a callback spends its state" } };
  });
  if (taken) return taken;
  throw new Failure(
    "invalid",
    "This sign-in was not started in this browser, took too long, or was already finished. Start it again.",
  );
}

async function findConsentTarget(permit: PersonalPermit, connectionId: string) {
  const row = await read(permit).connection.findFirst({
    where: { id: connectionId, workspaceId: permit.workspaceId },
    select: {
      name: true,
      settings: true,
      client: true,
      signIns: { where: { memberId: permit.actor.id }, select: { scopes: true, stepUp: true } },
    },
  });
  if (!row) throw new Failure("not-found", "That connection is no longer here.");
  const parsed = settings.parse(row.settings);
  if (parsed.authorization !== "oauth" || !row.client) {
    throw new Failure("conflict", `${row.name} does not use OAuth any more. Reload the page.`);
  }
  const oauth: OAuthSettings = parsed;
  return { oauth, client: openClient(row.client), signIn: row.signIns[0] ?? null };
}

function contextOf(stateHash: string) {
  return { table: "PendingSignIn", row: stateHash, purpose: "state and verifier" };
}
