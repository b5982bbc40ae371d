import "server-only";
import { type GuardedFetch, guardedFetch } from "@/lib/egress/fetch";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { clientDocumentUrl, clientName } from "@/lib/oauth/client-document";
import { type Discovery, discover } from "@/lib/oauth/discovery";
import { type AuthorizationServer, canonicalResource } from "@/lib/oauth/metadata";
import { looksLikePrivateKey, readPrivateKey } from "@/lib/oauth/private-key";
import { chooseAuthMethod, type OAuthClient, registerClient } from "@/lib/oauth/registration";
import { isSamePlace } from "@/lib/oauth/same-place";
import { sentences } from "@/lib/oauth/sentences";
import type { Trace } from "@/lib/oauth/trace";
import { routes } from "@/lib/routes";
import { MovedServer } from "./moved-server";
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

export type Preparation = {
  url: URL;
  settings: OAuthSettings;
  ownApp: ConnectionInput["ownApp"];
  challenge: string | null;
  turnedAway: boolean;
  /** Where an admin agreed that people sign in. With a server that leads elsewhere, nothing is begun. */
  agreed?: AuthorizationServer | undefined;
  /** A registration that is still good. */
  kept?: OAuthClient | undefined;
  trace: Trace;
};

/**
 * Finds the authorization server of a connection and makes us its client: the
 * admin's own app, else our client metadata document, else dynamic registration
 * (RFC 7591). Throws OAuthFailure, MovedServer, or `invalid` on the Client ID when
 * only an admin can go on.
 */
export async function prepareClient(input: Preparation): Promise<PreparedClient> {
  const { offers, ...found } = await findSignIn(input);
  if (input.agreed && !isSamePlace(input.agreed, found.server))
    throw new MovedServer(input.agreed, found.server);
  return { ...found, ...(await becomeClient(input, offers, found)) };
}

/** What the connection's sign-in server says now and what is to be asked of it. Registers nothing. Throws OAuthFailure. */
export async function findSignIn(
  input: Omit<Preparation, "ownApp"> & { fetch?: GuardedFetch },
): Promise<Pick<PreparedClient, "server" | "resource" | "scopes"> & { offers: Discovery["registration"] }> {
  const { settings, trace } = input;
  const found = await discover({
    serverUrl: input.url,
    challenge: input.challenge,
    turnedAway: input.turnedAway,
    issuer: settings.issuer,
    present: input.agreed?.issuer,
    fetch: input.fetch ?? guardedFetch,
    trace,
  });
  const scopes = settings.scopes.length > 0 ? settings.scopes : found.scopes;
  const published = found.resource?.resource ?? canonicalResource(input.url);
  const resource = sendsResource(settings, found.server, scopes) ? published : null;
  return { server: found.server, resource, scopes, offers: found.registration };
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

type Found = Pick<PreparedClient, "server" | "scopes">;

async function becomeClient(
  input: Preparation,
  offers: Discovery["registration"],
  found: Found,
): Promise<Pick<PreparedClient, "registration" | "client">> {
  const { settings, ownApp } = input;
  if (ownApp) return { registration: "manual", client: manualClient(found.server, settings, ownApp) };

  if (offers === "metadata-document") {
    const clientId = clientDocumentUrl(env.PATCHBAY_URL);
    return {
      registration: "metadataDocument",
      client: { clientId, clientSecret: null, authMethod: "none", expiresAt: null },
    };
  }
  if (offers === "manual") {
    throw new Failure("invalid", sentences.noRegistration, { field: "clientId" });
  }
  return { registration: "dynamic", client: input.kept ?? (await registerOurselves(input, found)) };
}

/** A registration (RFC 7591), the first or another. Throws OAuthFailure. */
export function registerOurselves(
  { settings, trace }: Pick<Preparation, "settings" | "trace">,
  { server, scopes }: Found,
): Promise<OAuthClient> {
  return registerClient({
    server,
    clientName,
    clientUri: env.PATCHBAY_URL,
    redirectUri,
    scopes,
    tokenAuth: settings.tokenAuth,
    fetch: guardedFetch,
    trace,
  });
}

function manualClient(
  server: AuthorizationServer,
  settings: OAuthSettings,
  { clientId, clientSecret }: NonNullable<ConnectionInput["ownApp"]>,
): OAuthClient {
  if (settings.signsIn === "workspace" && clientSecret === null)
    throw notASecret("Enter the Client Secret, or a private key, that the workspace signs in with.");
  const isKey = clientSecret !== null && looksLikePrivateKey(clientSecret);
  if (isKey && !readPrivateKey(clientSecret)) throw notASecret(UNREADABLE_KEY);
  const authMethod = isKey
    ? "private_key_jwt"
    : chooseAuthMethod(server, clientSecret !== null, settings.tokenAuth);
  return { clientId, clientSecret, authMethod, expiresAt: null };
}

const UNREADABLE_KEY = "This private key can't be read. Paste a PEM (PKCS #8) or a JWK, for ES256 or RS256.";

function notASecret(sentence: string): Failure {
  return new Failure("invalid", sentence, { field: "clientSecret" });
}
