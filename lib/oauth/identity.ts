import "server-only";
import { authorizationCodeGrant, ClientError, refreshTokenGrant } from "openid-client";
import { exchangeFailure, type finishAuthorization, returnedAddress } from "./authorization";
import { readCallback } from "./callback";
import type { Reach } from "./endpoints";
import { OAuthFailure, safeCause } from "./failure";
import { grantRefusal, identityConfiguration } from "./grant";
import type { AuthorizationServer } from "./metadata";
import type { OAuthClient } from "./registration";
import { sentences } from "./sentences";

/**
 * Who somebody is, by a provider's word (OpenID Connect Core). Issuer, audience,
 * expiry, nonce and signature of each ID token are judged by openid-client, the
 * last with the keys that the provider publishes.
 */
export type Identity = {
  subject: string;
  /** What the provider calls them; only to be shown. */
  name: string;
  idToken: string;
  /** Null: the person has to come back once the ID token ran out. */
  refreshToken: string | null;
  /** Milliseconds since the epoch. */
  expiresAt: number;
};

/** Ends a log-in at an identity provider with what the browser brought back. Throws OAuthFailure. */
export async function finishLogIn(
  input: Omit<Parameters<typeof finishAuthorization>[0], "resource" | "trace"> & { nonce: string },
): Promise<Identity> {
  readCallback(input);
  const { state, nonce, codeVerifier } = input;
  try {
    const answer = await authorizationCodeGrant(identityConfiguration(input), returnedAddress(input), {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const identity = identityIn(answer);
    if (!identity) throw unproven();
    return identity;
  } catch (error) {
    if (error instanceof OAuthFailure) throw error;
    throw isUnproven(error) ? unproven(error) : exchangeFailure(error);
  }
}

/** Asks for a new ID token with the refresh token. It has to be about the same person (OpenID Connect Core §12.2). */
export async function renewIdentity(
  input: Reach & { server: AuthorizationServer; client: OAuthClient; subject: string; refreshToken: string },
): Promise<Renewed> {
  try {
    const answer = await refreshTokenGrant(identityConfiguration(input), input.refreshToken);
    const identity = identityIn(answer);
    if (identity?.subject !== input.subject) return { kind: "refused" };
    return {
      kind: "renewed",
      identity: { ...identity, refreshToken: identity.refreshToken ?? input.refreshToken },
    };
  } catch (error) {
    if (isUnproven(error)) return { kind: "refused" };
    const reason = grantRefusal(error);
    return reason.kind === "refused" && OVER.includes(reason.code) ? { kind: "refused" } : down(reason);
  }
}

/** "refused": the person has to log in there again. */
export type Renewed =
  | { kind: "renewed"; identity: Identity }
  | { kind: "refused" }
  | { kind: "unavailable"; sentence: string };

const OVER = ["invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type"];

function down(reason: ReturnType<typeof grantRefusal>): Renewed {
  return {
    kind: "unavailable",
    sentence: reason.kind === "unavailable" ? reason.sentence : sentences.notRenewed,
  };
}

function identityIn(answer: Awaited<ReturnType<typeof refreshTokenGrant>>): Identity | null {
  const claims = answer.claims();
  if (!claims || !answer.id_token) return null;
  const { sub: subject, exp, email, name } = claims;
  const called = [email, name].find((claim) => typeof claim === "string" && claim !== "");
  return {
    subject,
    name: String(called ?? subject).slice(0, NAME_MAX),
    idToken: answer.id_token,
    refreshToken: answer.refresh_token ?? null,
    expiresAt: exp * 1000,
  };
}

const NAME_MAX = 200;

/** The answer came, and what it claims does not hold. */
function isUnproven(error: unknown): boolean {
  return (
    error instanceof ClientError && /^OAUTH_(JWT|INVALID|KEY|MISSING|UNSUPPORTED)_/.test(error.code ?? "")
  );
}

function unproven(cause?: unknown): OAuthFailure {
  return new OAuthFailure("token-refused", sentences.identityUnproven, { cause: safeCause(cause) });
}
