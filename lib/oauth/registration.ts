import "server-only";
import { metadataLimits } from "@/lib/egress/fetch";
import { applicationType } from "./client-document";
import { hostOf, type Reach, requireEndpoint } from "./endpoints";
import { OAuthFailure, safeCause } from "./failure";
import { type Json, parseJson, readSeconds, readText } from "./lenient";
import type { AuthorizationServer } from "./metadata";
import { sentences } from "./sentences";
import { stopwatch, type Trace } from "./trace";

/** Who we are to one authorization server, and to no other. */
export type OAuthClient = {
  clientId: string;
  clientSecret: string | null;
  /** With `private_key_jwt` the secret is a private key that never leaves this console (RFC 7523). */
  authMethod: "none" | "client_secret_basic" | "client_secret_post" | "private_key_jwt";
  expiresAt: Date | null;
};

type Input = Reach & {
  server: AuthorizationServer;
  clientName: string;
  clientUri: string;
  redirectUri: string;
  scopes: string[];
  /** How the client is to prove itself; "auto" goes by what the server says. */
  tokenAuth: TokenAuth;
  trace?: Trace | undefined;
};

export type TokenAuth = "auto" | "basic" | "post" | "none";

/**
 * Registers this console with an authorization server (RFC 7591 §3). A server that
 * refuses a registration for one thing it does not know, instead of leaving that
 * out as §2 allows, is asked once more for the least. Throws OAuthFailure.
 */
export async function registerClient(input: Input): Promise<OAuthClient> {
  const endpoint = input.server.registrationEndpoint;
  if (!endpoint) throw refused(sentences.noRegistration);
  requireEndpoint("registration address", endpoint, input.allow);

  const elapsed = stopwatch();
  const first = await send(endpoint, input, registrationRequest(input));
  const answer = refusesDetails(first) ? await send(endpoint, input, leastRequest(input)) : first;
  const client = answer.ok ? readClient(answer.body, input) : null;
  input.trace?.({
    step: "registration",
    host: hostOf(endpoint),
    outcome: client ? "ok" : "failed",
    sentence: client ? "This console is registered." : "The provider did not register this console.",
    durationMs: elapsed(),
    detail: { status: answer.status },
  });
  if (!client) throw refusal(answer);
  return client;
}

/** `status` is 0 when nobody answered. */
type Answer = { ok: boolean; status: number; body: Json; cause?: Error };

async function send(endpoint: string, input: Reach, request: object): Promise<Answer> {
  try {
    const response = await input.fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(request),
      limits: metadataLimits,
    });
    return { ok: response.ok, status: response.status, body: parseJson(await response.text()) ?? {} };
  } catch (error) {
    return { ok: false, status: 0, body: {}, cause: safeCause(error) };
  }
}

function registrationRequest(input: Input) {
  return {
    ...leastRequest(input),
    client_uri: input.clientUri,
    grant_types: ["authorization_code", "refresh_token"],
    ...(input.scopes.length > 0 && { scope: input.scopes.join(" ") }),
  };
}

function leastRequest({ server, clientName, redirectUri, tokenAuth }: Input) {
  return {
    client_name: clientName,
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: chooseAuthMethod(server, true, tokenAuth),
    application_type: applicationType(redirectUri),
  };
}

function refusesDetails({ status, body }: Answer): boolean {
  return status >= 400 && status < 500 && readText(body.error) === "invalid_client_metadata";
}

/** A 200 is as good as a 201, and an expiry of zero, null or nothing means never (RFC 7591 §3.2.1). */
function readClient(body: Json, { server, tokenAuth }: Input): OAuthClient | null {
  const clientId = readText(body.client_id);
  if (!clientId || readText(body.error)) return null;

  const clientSecret = readText(body.client_secret);
  const expiresAtSeconds = readSeconds(body.client_secret_expires_at);
  const granted = AUTH_METHODS.find((method) => method === body.token_endpoint_auth_method);
  const chosen = chooseAuthMethod(server, clientSecret !== null, tokenAuth);
  return {
    clientId,
    clientSecret,
    authMethod: clientSecret && tokenAuth === "auto" ? (granted ?? chosen) : chosen,
    expiresAt: expiresAtSeconds ? new Date(expiresAtSeconds * 1000) : null,
  };
}

const AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"] as const;

/** How a client proves itself at the token endpoint. A server that does not say takes Basic (RFC 8414 §2). */
export function chooseAuthMethod(
  server: Pick<AuthorizationServer, "tokenEndpointAuthMethods">,
  hasSecret: boolean,
  override: TokenAuth,
): OAuthClient["authMethod"] {
  if (override === "none" || !hasSecret) return "none";
  if (override !== "auto") return `client_secret_${override}`;
  return (
    AUTH_METHODS.find((method) => server.tokenEndpointAuthMethods.includes(method)) ?? "client_secret_basic"
  );
}

function refusal({ ok, status, body, cause }: Answer): OAuthFailure {
  if (status === 0 || status === 429 || status >= 500) return unavailable(cause);
  if (status === 401 || status === 403) return refused(sentences.approvedAppsOnly);
  const code = readText(body.error);
  if (ok && !code) return refused(sentences.registrationUnreadable);
  return refused(code === "invalid_redirect_uri" ? sentences.redirectRefused : sentences.registrationRefused);
}

function refused(sentence: string): OAuthFailure {
  return new OAuthFailure("registration-refused", sentence);
}

function unavailable(cause: Error | undefined): OAuthFailure {
  return new OAuthFailure("registration-unavailable", sentences.registrationSilent, { cause });
}
