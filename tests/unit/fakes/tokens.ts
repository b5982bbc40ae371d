import { createHash, randomBytes } from "node:crypto";
import { consent } from "@/tests/fakes/consent";
import type { OAuthServer } from "@/tests/fakes/internal-crm";

export type Tokens = { access_token: string; refresh_token: string; expires_in: number };

export const redirectUri = "http://127.0.0.1:9/callback";

/** Registers a client as a native app does (RFC 7591). */
export async function registerApp(server: OAuthServer): Promise<{ clientId: string; clientSecret: null }> {
  const answer = await fetch(`${server.authorization.issuer}/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: "Patchbay tests",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
      application_type: "native",
    }),
  });
  const { client_id: clientId } = (await answer.json()) as { client_id: string };

  return { clientId, clientSecret: null };
}

/** Presses Allow as a person and redeems the code, all without a browser. */
export async function consentAs(
  server: OAuthServer,
  client: { clientId: string; clientSecret: string | null },
  person: string,
  scope: string,
): Promise<Tokens> {
  const verifier = randomBytes(32).toString("base64url");
  const asked = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    resource: server.url,
    scope,
  });
  const back = await consent(`${server.authorization.issuer}/authorize?${asked}`, { as: person });
  const code = back.searchParams.get("code") ?? "";

  return redeem(server, client, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    resource: server.url,
  });
}

/** Asks the token endpoint, and fails when it refuses. */
export async function redeem(
  server: OAuthServer,
  client: { clientId: string; clientSecret: string | null },
  fields: Record<string, string>,
): Promise<Tokens> {
  const secret = client.clientSecret === null ? {} : { client_secret: client.clientSecret };
  const answer = await fetch(`${server.authorization.issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: client.clientId, ...secret, ...fields }),
  });
  if (!answer.ok) throw new Error(await answer.text());

  return (await answer.json()) as Tokens;
}
