import "server-only";
import { guardedFetch } from "@/lib/egress/fetch";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { clientDocumentUrl, clientName } from "@/lib/oauth/client-document";
import { type Discovery, discover } from "@/lib/oauth/discovery";
import { type AuthorizationServer, canonicalResource } from "@/lib/oauth/metadata";
import { chooseAuthMethod, type OAuthClient, registerClient } from "@/lib/oauth/registration";
import type { Trace } from "@/lib/oauth/trace";
import { routes } from "@/lib/routes";
import type { ConnectionInput, OAuthSettings } from "./schema";

/** Where every authorization server sends people back to. Built from the configured address, never from a request. */
export const redirectUri = `${env.PATCHBAY_URL}${routes.oauthCallback}`;

/** Everything a consent needs to know about the other side, and who we are to it. */
export type PreparedClient = {
  server: AuthorizationServer;
  resource: string | null;
  scopes: string[];
  registration: "metadataDocument" | "dynamic" | "manual";
  client: OAuthClient;
};

type Preparation = {
  url: URL;
  settings: OAuthSettings;
  ownApp: ConnectionInput["ownApp"];
  challenge: string | null;
  turnedAway: boolean;
  trace?: Trace;
};

/**
 * Finds the authorization server of a connection and makes us its client: the
 * admin's own app, else our client metadata document, else dynamic registration
 * (RFC 7591). Throws OAuthFailure, or `invalid` on the Client ID when only an
 * admin can go on.
 */
export async function prepareClient(input: Preparation): Promise<PreparedClient> {
  const { settings, trace } = input;
  const found = await discover({
    serverUrl: input.url,
    challenge: input.challenge,
    turnedAway: input.turnedAway,
    issuer: settings.issuer,
    fetch: guardedFetch,
    ...(trace && { trace }),
  });
  const scopes = settings.scopes.length > 0 ? settings.scopes : found.scopes;
  const published = found.resource?.resource ?? canonicalResource(input.url);
  const resource = sendsResource(settings, found.server, scopes) ? published : null;

  return { server: found.server, resource, scopes, ...(await becomeClient(input, found, scopes)) };
}

/** Entra ID reads from the scopes what a token is for, and refuses a resource that is not written as they are (AADSTS9010010). */
export function sendsResource(
  { resource }: Pick<OAuthSettings, "resource">,
  { tokenEndpoint }: Pick<AuthorizationServer, "tokenEndpoint">,
  scopes: string[],
): boolean {
  if (resource !== "auto") return resource === "include";
  return scopes.length === 0 || !ENTRA.test(new URL(tokenEndpoint).hostname);
}

const ENTRA = /^login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)$/;

async function becomeClient(
  { settings, ownApp, trace }: Preparation,
  found: Discovery,
  scopes: string[],
): Promise<Pick<PreparedClient, "registration" | "client">> {
  if (ownApp) return { registration: "manual", client: manualClient(found.server, settings, ownApp) };

  if (found.registration === "metadata-document") {
    const clientId = clientDocumentUrl(env.PATCHBAY_URL);
    return {
      registration: "metadataDocument",
      client: { clientId, clientSecret: null, authMethod: "none", expiresAt: null },
    };
  }
  if (found.registration === "manual") {
    throw new Failure(
      "invalid",
      "This server has no automatic registration: enter a Client ID and Client Secret under Advanced settings.",
      { field: "clientId" },
    );
  }
  const client = await registerClient({
    server: found.server,
    clientName,
    clientUri: env.PATCHBAY_URL,
    redirectUri,
    scopes,
    tokenAuth: settings.tokenAuth,
    fetch: guardedFetch,
    ...(trace && { trace }),
  });
  return { registration: "dynamic", client };
}

function manualClient(
  server: AuthorizationServer,
  settings: OAuthSettings,
  { clientId, clientSecret }: NonNullable<ConnectionInput["ownApp"]>,
): OAuthClient {
  const authMethod = chooseAuthMethod(server, clientSecret !== null, settings.tokenAuth);
  return { clientId, clientSecret, authMethod, expiresAt: null };
}
