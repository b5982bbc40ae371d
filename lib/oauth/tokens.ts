import "server-only";
import { clientCredentialsGrant, refreshTokenGrant, tokenRevocation } from "openid-client";
import { hostOf, type Reach } from "./endpoints";
import {
  grantRefusal,
  lifetimeOf,
  revocationConfiguration,
  type TokenSet,
  tokenConfiguration,
  tokenSet,
} from "./grant";
import type { AuthorizationServer } from "./metadata";
import type { OAuthClient } from "./registration";
import { sentences } from "./sentences";
import { type Finding, type Trace, traced } from "./trace";

/**
 * Trades a refresh token for new tokens (RFC 6749 §6). Only the provider saying
 * that the grant or the client is no longer valid ends a sign-in; an outage, or
 * anything we cannot read, leaves it as it is. An answer without a new refresh token keeps the old.
 */
export async function refreshTokens(
  input: Reach & {
    server: AuthorizationServer;
    client: OAuthClient;
    refreshToken: string;
    resource: string | null;
    scopes: string[] | null;
    trace?: Trace | undefined;
  },
): Promise<Refresh> {
  const at = { step: "refresh", host: hostOf(input.server.tokenEndpoint) };
  return traced(input.trace, at, () => askForTokens(input), refreshFinding);
}

async function askForTokens(input: Parameters<typeof refreshTokens>[0]): Promise<Refresh> {
  const parameters = {
    ...(input.resource && { resource: input.resource }),
    ...(input.scopes?.length && { scope: input.scopes.join(" ") }),
  };
  try {
    const answer = await refreshTokenGrant(tokenConfiguration(input), input.refreshToken, parameters);
    const tokens = tokenSet(answer);
    return {
      kind: "refreshed",
      tokens: { ...tokens, refreshToken: tokens.refreshToken ?? input.refreshToken },
    };
  } catch (error) {
    return refusal(grantRefusal(error));
  }
}

/**
 * Asks for tokens with the client's own credentials (RFC 6749 §4.4, MCP extension
 * SEP-1046). There is no refresh token: this is also how they are renewed.
 */
export async function requestClientTokens(
  input: Omit<Parameters<typeof refreshTokens>[0], "refreshToken" | "scopes"> & { scopes: string[] },
): Promise<Refresh> {
  const at = { step: "client-credentials", host: hostOf(input.server.tokenEndpoint) };
  return traced(input.trace, at, () => askAsClient(input), refreshFinding);
}

async function askAsClient(input: Parameters<typeof requestClientTokens>[0]) {
  try {
    const answer = await clientCredentialsGrant(tokenConfiguration(input), askedAlone(input));
    return { kind: "refreshed", tokens: { ...tokenSet(answer), refreshToken: null } } satisfies Refresh;
  } catch (error) {
    return clientRefusal(grantRefusal(error));
  }
}

/** What to ask for where nobody consents: nobody is away who could be stood in for (OpenID Connect Core §11). */
export function askedAlone({ resource, scopes }: { resource: string | null; scopes: string[] }) {
  const scope = scopes.filter((name) => name !== "offline_access").join(" ");
  return { ...(resource && { resource }), ...(scope && { scope }) };
}

function clientRefusal(reason: ReturnType<typeof grantRefusal>): Refresh {
  if (reason.kind === "unavailable") return reason;
  const sentence = CLIENT_REFUSALS[reason.code] ?? sentences.workspaceRefused;
  return { kind: "refused", reason: "invalid-client", sentence };
}

const CLIENT_REFUSALS: Record<string, string> = {
  invalid_client: sentences.secretRefused,
  unauthorized_client: sentences.workspaceMayNot,
  unsupported_grant_type: sentences.workspaceUnknown,
  invalid_scope: sentences.workspaceScopesRefused,
};

export type Refresh =
  | { kind: "refreshed"; tokens: TokenSet }
  | { kind: "refused"; reason: "invalid-grant" | "invalid-client"; sentence: string }
  | { kind: "unavailable"; sentence: string };

function refreshFinding(refresh: Refresh): Finding {
  if (refresh.kind !== "refreshed") return { outcome: "failed", sentence: refresh.sentence };
  return { outcome: "ok", sentence: "The provider renewed the sign-in.", detail: lifetimeOf(refresh.tokens) };
}

function refusal(reason: ReturnType<typeof grantRefusal>): Refresh {
  if (reason.kind === "unavailable") return reason;
  if (reason.code === "invalid_grant") {
    return { kind: "refused", reason: "invalid-grant", sentence: sentences.signInEnded };
  }
  if (reason.code === "invalid_client") {
    return { kind: "refused", reason: "invalid-client", sentence: sentences.clientRefusedNow };
  }
  return { kind: "unavailable", sentence: sentences.notRenewed };
}

/** Asks the provider to forget a token (RFC 7009 §2). Never throws. */
export async function revokeToken(
  input: Reach & {
    server: AuthorizationServer;
    client: OAuthClient;
    token: string;
    hint: "refresh_token" | "access_token";
    trace?: Trace | undefined;
  },
): Promise<Revoked> {
  const { revocationEndpoint } = input.server;
  if (!revocationEndpoint) return { kind: "refused", sentence: sentences.cannotRevoke };
  const at = { step: "revocation", host: hostOf(revocationEndpoint) };
  return traced(input.trace, at, () => askToForget(input), revocationFinding);
}

async function askToForget(input: Parameters<typeof revokeToken>[0]): Promise<Revoked> {
  try {
    await tokenRevocation(revocationConfiguration(input), input.token, { token_type_hint: input.hint });
    return { kind: "revoked" };
  } catch (error) {
    const reason = grantRefusal(error);
    return reason.kind === "unavailable" ? reason : { kind: "refused", sentence: sentences.notRevoked };
  }
}

/** "refused": asking again would not help. */
export type Revoked = { kind: "revoked" } | { kind: "refused" | "unavailable"; sentence: string };

function revocationFinding(revoked: Revoked): Finding {
  if (revoked.kind !== "revoked") return { outcome: "failed", sentence: revoked.sentence };
  return { outcome: "ok", sentence: "The provider forgot it." };
}
