import "server-only";
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  None,
  PrivateKeyJwt,
  ResponseBodyError,
  type TokenEndpointResponse,
} from "openid-client";
import { metadataLimits } from "@/lib/egress/fetch";
import { failureIn } from "@/lib/errors";
import { type Reach, requireEndpoint } from "./endpoints";
import { parseJson, readList, readText } from "./lenient";
import type { AuthorizationServer } from "./metadata";
import { readPrivateKey } from "./private-key";
import type { OAuthClient } from "./registration";
import { sentences } from "./sentences";
import { type Extra, normalTokenAnswer } from "./token-answer";

/** Tokens as received. `expiresAt` is null when the server does not say, `scopes` when they are those asked for. */
export type TokenSet = {
  accessToken: string;
  refreshToken: string | null;
  expiresAt: Date | null;
  scopes: string[] | null;
};

type Party = Reach & { server: AuthorizationServer; client: OAuthClient };

/**
 * openid-client, set up for one request to a token endpoint. Of its answer a token set is kept, and the
 * members that are `wanted` beside. Throws OAuthFailure when that address is not safe.
 */
export function tokenConfiguration(
  { server, client, fetch: send, allow }: Party,
  wanted: readonly Extra[] = [],
): Configuration {
  requireEndpoint("token address", server.tokenEndpoint, allow);
  return configure({ server, client }, (url, options) =>
    proven(client, requestOf(options), async (request) =>
      normalTokenAnswer(await send(url, { ...request, limits: metadataLimits }), wanted),
    ),
  );
}

/** The same where an ID token comes back: its signature is checked with the keys the server publishes. */
export function identityConfiguration(party: Party): Configuration {
  const { server, fetch: send, allow } = party;
  requireEndpoint("key address", server.identity?.keys ?? "", allow);
  const configuration = tokenConfiguration(party, ["id_token"]);
  const askForTokens = configuration[customFetch];
  configuration[customFetch] = (url, options) =>
    url === server.identity?.keys || !askForTokens
      ? send(url, { headers: options.headers, limits: metadataLimits })
      : askForTokens(url, options);
  enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Asks as the client, and where Basic did not prove who that is, once more with the form. */
async function proven(
  client: OAuthClient,
  request: RequestInit,
  ask: (request: RequestInit) => Promise<Response>,
): Promise<Response> {
  const answer = await ask(request);
  if (client.authMethod !== "client_secret_basic" || !(await isUnknownClient(answer))) return answer;
  await answer.body?.cancel();
  return ask(asPost(request, client));
}

/**
 * The same request with the client's secret in the form. Servers in the field offer
 * Basic and read only the form; a server asks who the client is before it looks at
 * what it brings (RFC 6749 §3.2.1), so nothing is spent on the first try.
 */
function asPost(request: RequestInit, { clientId, clientSecret }: OAuthClient): RequestInit {
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  const form = new URLSearchParams(String(request.body));
  form.set("client_id", clientId);
  form.set("client_secret", clientSecret ?? "");
  return { ...request, headers, body: form.toString() };
}

async function isUnknownClient(answer: Response): Promise<boolean> {
  if (answer.status !== 400 && answer.status !== 401) return false;
  return readText(parseJson(await answer.clone().text())?.error) === "invalid_client";
}

/** The same for RFC 7009: any 2xx says that the token is gone, and another answer than a failure that it was refused. */
export function revocationConfiguration({ server, client, fetch: send, allow }: Party): Configuration {
  requireEndpoint("revocation address", server.revocationEndpoint ?? "", allow);
  return configure({ server, client }, async (url, options) => {
    const response = await proven(client, requestOf(options), (request) =>
      send(url, { ...request, limits: metadataLimits }),
    );
    await response.body?.cancel();
    if (response.ok) return new Response(null, { status: 200 });
    const isDown = response.status >= 500 || response.status === 429 || response.status === 408;
    return isDown
      ? new Response(null, { status: 502 })
      : Response.json({ error: "refused" }, { status: 400 });
  });
}

/** openid-client, set up to write an address; it sends nothing. */
export function addressConfiguration(party: Omit<Party, keyof Reach>): Configuration {
  return configure(party, () => Promise.reject(new Error("Writing an address sends nothing.")));
}

type Send = NonNullable<Configuration[typeof customFetch]>;

function configure({ server, client }: Omit<Party, keyof Reach>, send: Send): Configuration {
  const configuration = new Configuration(
    {
      issuer: server.issuer,
      authorization_endpoint: server.authorizationEndpoint,
      token_endpoint: server.tokenEndpoint,
      ...(server.revocationEndpoint && { revocation_endpoint: server.revocationEndpoint }),
      authorization_response_iss_parameter_supported: server.issParameter,
      ...(server.identity && { jwks_uri: server.identity.keys }),
      ...(server.identity?.algorithms.length && {
        id_token_signing_alg_values_supported: server.identity.algorithms,
      }),
    },
    client.clientId,
    {},
    clientAuth(client),
  );
  configuration.timeout = TIMEOUT_SECONDS;
  configuration[customFetch] = send;
  // Every address was checked above; plain http passes only for what the operator lists.
  allowInsecureRequests(configuration);
  return configuration;
}

const TIMEOUT_SECONDS = 10;

function clientAuth({ authMethod, clientSecret }: OAuthClient): ClientAuth {
  if (authMethod === "none" || !clientSecret) return None();
  if (authMethod === "private_key_jwt") return signedAssertion(clientSecret);
  return authMethod === "client_secret_post" ? ClientSecretPost(clientSecret) : rawBasic(clientSecret);
}

/** RFC 7523 §2.2. The audience is the issuer, as its successor demands: a token address could be another server's. */
function signedAssertion(privateKey: string): ClientAuth {
  const key = readPrivateKey(privateKey);
  if (!key) throw new Error("A private key was stored that can't be read.");
  return PrivateKeyJwt(key);
}

/** RFC 6749 §2.3.1 would have both parts form-encoded first; servers in the field compare them as they are. */
function rawBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const pair = Buffer.from(`${client.client_id}:${clientSecret}`, "utf8").toString("base64");
    headers.set("authorization", `Basic ${pair}`);
  };
}

function requestOf({ method, headers, body, signal }: Parameters<Send>[1]): RequestInit {
  return { method, headers, body: String(body), ...(signal && { signal }) };
}

export function tokenSet(answer: TokenEndpointResponse): TokenSet {
  const scopes = readList(answer.scope);
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    expiresAt: answer.expires_in ? new Date(Date.now() + answer.expires_in * 1000) : null,
    scopes: scopes.length > 0 ? scopes : null,
  };
}

/** What may be told of tokens. */
export function lifetimeOf({ expiresAt, refreshToken }: TokenSet): Record<string, string> {
  return {
    expires: expiresAt?.toISOString() ?? "the provider does not say",
    renewable: refreshToken ? "yes" : "no",
  };
}

/** Why a token endpoint said no (its OAuth error code), or that it said nothing usable. */
export function grantRefusal(
  error: unknown,
): { kind: "refused"; code: string } | { kind: "unavailable"; sentence: string } {
  if (error instanceof ResponseBodyError) return { kind: "refused", code: error.error };
  const reason = failureIn(error)?.message ?? "It did not answer as it should.";
  return {
    kind: "unavailable",
    sentence: sentences.providerDown(reason),
  };
}
