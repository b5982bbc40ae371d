import "server-only";
import { metadataLimits } from "@/lib/egress/fetch";
import type { Reach } from "./endpoints";
import { type Json, parseJson, readText } from "./lenient";
import type { AuthorizationServer } from "./metadata";
import { stopwatch, type Trace } from "./trace";

/**
 * The authorization server of a server that publishes nothing, at the addresses
 * MCP 2025-03-26 prescribes for that case: `/authorize`, `/token` and `/register`
 * at its own origin. They are a guess until the token address answers a request
 * without a code the way only a token endpoint does (RFC 6749 §5.2); null when it
 * does not. That revision requires PKCE of every server and has no place to say so.
 */
export async function guessServer(
  input: Reach & { serverUrl: URL; trace?: Trace | undefined },
): Promise<AuthorizationServer | null> {
  const { origin, host } = input.serverUrl;
  const elapsed = stopwatch();
  const isServer = await answersAsTokenEndpoint(`${origin}/token`, input);
  input.trace?.({
    step: "default-endpoints",
    host,
    outcome: isServer ? "ok" : "skipped",
    sentence: isServer ? GUESSED : "Nothing signs people in at the addresses of MCP 2025-03-26 either.",
    durationMs: elapsed(),
    detail: { path: "/token" },
  });
  return isServer ? serverAt(origin) : null;
}

const GUESSED =
  "The server publishes nothing about signing in. As a guess, the addresses of MCP 2025-03-26 are used, because a token address answers there.";

/** It is sent no code and no client, so there is nothing it could grant or remember. */
async function answersAsTokenEndpoint(url: string, { fetch: send }: Reach): Promise<boolean> {
  try {
    const response = await send(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: "grant_type=authorization_code",
      limits: metadataLimits,
    });
    const body = parseJson(await response.text());
    return body !== null && isTokenAnswer(response.status, body);
  } catch {
    return false;
  }
}

function isTokenAnswer(status: number, body: Json): boolean {
  if (status === 200 && readText(body.access_token)) return true;
  return [200, 400, 401].includes(status) && TOKEN_ERRORS.includes(readText(body.error) ?? "");
}

const TOKEN_ERRORS = [
  "invalid_request",
  "invalid_client",
  "invalid_grant",
  "unauthorized_client",
  "unsupported_grant_type",
];

function serverAt(origin: string): AuthorizationServer {
  return {
    issuer: origin,
    authorizationEndpoint: `${origin}/authorize`,
    tokenEndpoint: `${origin}/token`,
    registrationEndpoint: `${origin}/register`,
    revocationEndpoint: null,
    scopesSupported: [],
    tokenEndpointAuthMethods: [],
    pkce: "S256",
    issParameter: false,
    clientIdMetadataDocument: false,
    identity: null,
  };
}
