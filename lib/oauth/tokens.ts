import "server-only";
import { refreshTokenGrant, tokenRevocation } from "openid-client";
import type { Reach } from "./endpoints";
import { grantRefusal, revocationConfiguration, type TokenSet, tokenConfiguration, tokenSet } from "./grant";
import type { AuthorizationServer } from "./metadata";
import type { OAuthClient } from "./registration";

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
  },
): Promise<Refresh> {
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

export type Refresh =
  | { kind: "refreshed"; tokens: TokenSet }
  | { kind: "refused"; reason: "invalid-grant" | "invalid-client"; sentence: string }
  | { kind: "unavailable"; sentence: string };

function refusal(reason: ReturnType<typeof grantRefusal>): Refresh {
  if (reason.kind === "unavailable") return reason;
  if (reason.code === "invalid_grant") {
    return {
      kind: "refused",
      reason: "invalid-grant",
      sentence: "The provider ended this sign-in. Sign in again to go on.",
    };
  }
  if (reason.code === "invalid_client") {
    return {
      kind: "refused",
      reason: "invalid-client",
      sentence:
        "The provider does not accept this console's client any more. An admin can check it, or register again, in the connection's settings.",
    };
  }
  return { kind: "unavailable", sentence: "The provider did not renew this sign-in. Try again later." };
}

/** Asks the provider to forget a token (RFC 7009). False when it has no way to, or did not. Never throws. */
export async function revokeToken(
  input: Reach & {
    server: AuthorizationServer;
    client: OAuthClient;
    token: string;
    hint: "refresh_token" | "access_token";
  },
): Promise<boolean> {
  if (!input.server.revocationEndpoint) return false;
  try {
    await tokenRevocation(revocationConfiguration(input), input.token, { token_type_hint: input.hint });
    return true;
  } catch {
    return false;
  }
}
