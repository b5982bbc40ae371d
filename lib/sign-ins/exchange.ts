import "server-only";
import { randomUUID } from "node:crypto";
import type { PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { PreparedClient } from "@/lib/connections/client";
import { isShared, isVouched } from "@/lib/connections/policy";
import { noteAccepted, noteRejected } from "@/lib/connections/replacement";
import { type OAuthSettings, settings } from "@/lib/connections/schema";
import { openClient } from "@/lib/connections/secrets";
import type { OAuthClient } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { mcpFailureIn } from "@/lib/mcp/failure";
import type { ToolListing } from "@/lib/mcp/tools";
import { finishAuthorization } from "@/lib/oauth/authorization";
import { lackedScopes } from "@/lib/oauth/challenge";
import { OAuthFailure } from "@/lib/oauth/failure";
import { type Finding, type Trace, traced } from "@/lib/oauth/trace";
import type { takeConsent } from "@/lib/workspace/pending-consents";
import { queueRevocation } from "@/lib/workspace/revocation-queue";
import { tryCredential } from "./attempt";
import { type Credential, sealCredential, toStoredTokens } from "./credential";
import { revokeSoon } from "./revocation";
import { noteLack } from "./step-up";
import { storeCredential, type Target } from "./target";

/**
 * Trades the code that a person brought back for tokens, tries these, and makes
 * them the person's sign-in. Returns what the server listed, or null when it
 * could not say just now. Tokens that end up nowhere are revoked.
 */
export async function exchangeCode(
  permit: PersonalPermit,
  { pending, secret }: Awaited<ReturnType<typeof takeConsent>>,
  target: Target,
  callback: URLSearchParams,
  trace: Trace,
): Promise<ToolListing | null> {
  const { client, clientRow } = await findConsentTarget(permit, pending.connectionId);
  if (client.server.issuer !== pending.issuer) {
    throw new Failure(
      "conflict",
      `The sign-in server of ${target.name} was changed meanwhile. Sign in again.`,
    );
  }
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
    holder: "actor",
    credential,
    asked: pending.scopes,
  } as const;
  const kept = await keep(permit, target, facts, trace).catch(async (error: unknown) => {
    await discard(permit, target, clientRow, credential);
    throw error;
  });
  await noteAccepted(permit, target.id, clientId);
  return kept;
}

type Facts = Omit<Parameters<typeof storeCredential>[2], "status" | "reason">;

async function keep(
  permit: PersonalPermit,
  target: Target,
  facts: Facts,
  trace: Trace,
): Promise<ToolListing | null> {
  const at = { step: "tools", host: new URL(target.url).host };
  const tried = await traced(trace, at, () => tryNewTokens(target, facts.credential), triedFinding);
  const signIn = await storeCredential(permit, target, { ...facts, ...tried.outcome });
  if (tried.lacks.length > 0) await noteLack(permit, signIn, target.name, tried.lacks);
  return tried.listing;
}

/** Nobody will use them. Where an older sign-in is still good, a provider might end that one with them, so they are left to run out. */
async function discard(
  permit: PersonalPermit,
  target: Target,
  client: OAuthClient,
  credential: Credential,
): Promise<void> {
  if (target.signIn?.credential) return;
  const { actor, workspaceId } = permit;
  const place = { id: randomUUID(), boundUrl: target.url };
  const row = {
    ...place,
    workspaceId,
    connectionId: target.id,
    memberId: actor.id,
    issuer: client.issuer,
    connection: { name: target.name, client },
    member: { user: { name: actor.name } },
  };
  await commit(permit, async (tx) => {
    await queueRevocation(tx, row, sealCredential(credential, place));
    return { value: undefined, event: { unrecorded: "the refusal itself is recorded" } };
  });
  revokeSoon();
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
    "The provider no longer knows this console's registration. Start again: the console then registers anew.",
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

/** What a consent needs to know of a connection. */
export async function findConsentTarget(permit: PersonalPermit, connectionId: string) {
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
  if (isShared(parsed)) {
    throw new Failure("conflict", `The workspace signs in to ${row.name} for everyone. Reload the page.`);
  }
  if (isVouched(parsed)) {
    throw new Failure("conflict", `Your company signs you in to ${row.name}. Reload the page.`);
  }
  const oauth: OAuthSettings = parsed;
  return { oauth, client: openClient(row.client), clientRow: row.client, signIn: row.signIns[0] ?? null };
}
