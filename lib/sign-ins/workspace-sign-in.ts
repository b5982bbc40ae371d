import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { freshenClient } from "@/lib/connections/freshen";
import { isShared } from "@/lib/connections/policy";
import { remember } from "@/lib/connections/traces";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { mcpFailureIn } from "@/lib/mcp/failure";
import type { ToolListing } from "@/lib/mcp/tools";
import { lackedScopes } from "@/lib/oauth/challenge";
import { requestClientTokens } from "@/lib/oauth/tokens";
import type { Trace } from "@/lib/oauth/trace";
import { tryCredential } from "./attempt";
import { type Credential, toStoredTokens } from "./credential";
import { findTarget, requireClient, storeCredential, type Target } from "./target";
import { workspaceSignInId } from "./whose";

/**
 * Signs the whole workspace in to a connection whose admin chose that, with the
 * client's own credentials (RFC 6749 §4.4, MCP extension SEP-1046). What came of it
 * is on the connection, a failure too. Returns what the server listed.
 */
export async function signInWorkspace(actor: Actor, connectionId: string): Promise<ToolListing> {
  const permit = authorize(actor, "connections.manage");
  const target = await findTarget(permit, connectionId);
  if (!isShared(target.settings))
    throw new Failure("conflict", `Each person signs in to ${target.name} themselves. Reload the page.`);

  const about = { what: "clientCredentials", connectionId, memberId: null } as const;
  const trying = remember(permit, about, (trace) => attempt(permit, target, trace));
  return trying.catch(async (error: unknown) => {
    if (error instanceof Failure) await noteFailure(permit, target, error.message);
    throw error;
  });
}

async function attempt(permit: PersonalPermit, target: Target, trace: Trace): Promise<ToolListing> {
  await freshenClient(permit, target.id, trace);
  const { server, client, resource, scopes } = await requireClient(permit, target);
  const party = { server, client, resource, scopes };
  const outcome = await requestClientTokens({ ...party, fetch: guardedFetch, trace });
  if (outcome.kind !== "refreshed") throw new Failure("upstream", outcome.sentence);

  const { tokens } = outcome;
  const stored = toStoredTokens({ ...tokens, clientId: client.clientId }, Date.now());
  const credential: Credential = { kind: "oauth", tokens: stored };
  const listing = await tryCredential(target, credential).catch((error: unknown) => {
    const lacks = lackedScopes(mcpFailureIn(error)?.challenge ?? null);
    throw lacks.length > 0 ? lacksScopes(target.name, lacks) : error;
  });
  await storeCredential(permit, target, {
    holder: "workspace",
    credential,
    status: "connected",
    reason: null,
    issuer: server.issuer,
    scopes: tokens.scopes ?? scopes,
    expiresAt: tokens.expiresAt,
    asked: scopes,
  });
  return listing;
}

/** There is nobody who could consent to more; what the client may do is arranged at the provider. */
export function lacksScopes(connection: string, scopes: string[]): Failure {
  return new Failure(
    "upstream",
    `${connection} asks for ${scopes.join(", ")}, which the workspace's sign-in does not have. An admin can add it to the connection's scopes, and allow it to the client at the provider.`,
  );
}

async function noteFailure(permit: PersonalPermit, target: Target, reason: string): Promise<void> {
  const { workspaceId } = permit;
  const connectionId = target.id;
  await commit(permit, async (tx) => {
    const state = { status: "error", reason, credential: null } as const;
    const id = workspaceSignInId(connectionId);
    await tx.signIn.upsert({
      where: { id },
      create: { ...state, id, connectionId, workspaceId, boundUrl: target.url },
      update: { ...state, version: { increment: 1 } },
    });
    const detail = { connection: target.name, reason };
    return { value: undefined, event: { name: "signIn.refused", subject: connectionId, detail } };
  });
}
