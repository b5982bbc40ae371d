import "server-only";
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { readCallback } from "./callback";
import { hostOf, type Reach, requireEndpoint } from "./endpoints";
import { OAuthFailure, type OAuthFailureKind, safeCause } from "./failure";
import {
  addressConfiguration,
  grantRefusal,
  lifetimeOf,
  type TokenSet,
  tokenConfiguration,
  tokenSet,
} from "./grant";
import type { AuthorizationServer } from "./metadata";
import { reservedParameters } from "./policy";
import type { OAuthClient } from "./registration";
import { sentences } from "./sentences";
import { type Trace, traced } from "./trace";

export type { TokenSet } from "./grant";

/** Where to send the person, and what to remember until they are back. `state` and `codeVerifier` are secrets. */
export type PendingAuthorization = { url: URL; state: string; codeVerifier: string };

/**
 * Begins a sign-in: an authorization code request with PKCE S256 (RFC 7636),
 * `state` and `resource` (RFC 8707). Throws OAuthFailure when the server cannot
 * be trusted with one.
 */
export async function startAuthorization(input: {
  server: AuthorizationServer;
  client: OAuthClient;
  redirectUri: string;
  scopes: string[];
  resource: string | null;
  extraParameters: Record<string, string>;
  allowUnstatedPkce: boolean;
  /** What the ID token has to repeat (OpenID Connect Core §3.1.2.1). */
  nonce?: string;
  allow?: readonly string[] | undefined;
  trace?: Trace | undefined;
}): Promise<PendingAuthorization> {
  const at = { step: "consent", host: hostOf(input.server.authorizationEndpoint) };
  return traced(
    input.trace,
    at,
    () => writeRequest(input),
    () => SENT_FINDING,
  );
}

const SENT_FINDING = {
  outcome: "ok",
  sentence: "The person is sent to the provider's sign-in page.",
} as const;

async function writeRequest(input: Parameters<typeof startAuthorization>[0]): Promise<PendingAuthorization> {
  requirePkce(input.server, input.allowUnstatedPkce);
  requireEndpoint("sign-in page", input.server.authorizationEndpoint, input.allow);

  const state = randomState();
  const codeVerifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(addressConfiguration(input), {
    ...consentPrompt(input.scopes),
    ...extra(input.extraParameters),
    redirect_uri: input.redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(input.scopes.length > 0 && { scope: input.scopes.join(" ") }),
    ...(input.resource && { resource: input.resource }),
    ...(input.nonce && { nonce: input.nonce }),
  });
  return { url, state, codeVerifier };
}

/** The override is for servers that do not say; one that says it lacks S256 is taken at its word. */
function requirePkce({ pkce }: AuthorizationServer, allowUnstated: boolean): void {
  if (pkce === "S256" || (pkce === "unstated" && allowUnstated)) return;
  throw new OAuthFailure("no-pkce", pkce === "unstated" ? sentences.pkceUnstated : sentences.pkceMissing);
}

/** OpenID Connect Core §11: `offline_access` counts only when the person is asked. */
function consentPrompt(scopes: string[]): Record<string, string> {
  return scopes.includes("offline_access") ? { prompt: "consent" } : {};
}

function extra(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !reservedParameters.includes(name)),
  );
}

/**
 * Ends a sign-in with what the person's browser brought back. The callback is
 * judged before the code leaves (`readCallback`), and the redirect URI is the one the
 * sign-in started with. Throws OAuthFailure.
 */
export async function finishAuthorization(
  input: Reach & {
    server: AuthorizationServer;
    client: OAuthClient;
    redirectUri: string;
    callback: URLSearchParams;
    state: string;
    codeVerifier: string;
    resource: string | null;
    trace?: Trace | undefined;
  },
): Promise<TokenSet> {
  const { server, trace } = input;
  const callback = { step: "callback", host: hostOf(server.authorizationEndpoint) };
  await traced(
    trace,
    callback,
    async () => readCallback(input),
    () => CALLBACK_FINDING,
  );
  const exchange = { step: "token", host: hostOf(server.tokenEndpoint) };
  return traced(
    trace,
    exchange,
    () => spendCode(input),
    (tokens) => ({
      ...TOKEN_FINDING,
      detail: lifetimeOf(tokens),
    }),
  );
}

const CALLBACK_FINDING = {
  outcome: "ok",
  sentence: "The person is back from the provider with a code.",
} as const;
const TOKEN_FINDING = { outcome: "ok", sentence: "The provider gave tokens for the code." } as const;

async function spendCode(input: Parameters<typeof finishAuthorization>[0]): Promise<TokenSet> {
  const configuration = tokenConfiguration(input);
  try {
    const answer = await authorizationCodeGrant(
      configuration,
      returnedAddress(input),
      { pkceCodeVerifier: input.codeVerifier, expectedState: input.state },
      input.resource ? { resource: input.resource } : {},
    );
    return tokenSet(answer);
  } catch (error) {
    throw exchangeFailure(error);
  }
}

/** The address that a person came back to, once the callback is judged. */
export function returnedAddress(
  input: Pick<Parameters<typeof finishAuthorization>[0], "redirectUri" | "callback" | "server">,
): URL {
  const returned = new URL(input.redirectUri);
  returned.search = input.callback.toString();
  // The library knows no tenants and would compare the text again.
  if (returned.searchParams.has("iss")) returned.searchParams.set("iss", input.server.issuer);
  return returned;
}

export function exchangeFailure(error: unknown): OAuthFailure {
  const refusal = grantRefusal(error);
  if (refusal.kind === "unavailable") {
    return new OAuthFailure("unavailable", refusal.sentence, { cause: safeCause(error) });
  }
  const [kind, sentence] = EXCHANGE_REFUSALS.get(refusal.code) ?? EXCHANGE_REFUSED;
  return new OAuthFailure(kind, sentence, { cause: safeCause(error) });
}

const EXCHANGE_REFUSED: [OAuthFailureKind, string] = ["token-refused", sentences.exchangeRefused];

const EXCHANGE_REFUSALS = new Map<string, [OAuthFailureKind, string]>([
  ["invalid_grant", ["invalid-grant", sentences.exchangeTooLate]],
  ["invalid_client", ["invalid-client", sentences.clientRefused]],
  ["invalid_target", ["token-refused", sentences.resourceRefused]],
]);
