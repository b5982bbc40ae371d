import "server-only";
import { routes } from "@/lib/routes";
import type { AuthorizationServer } from "./metadata";

export const clientName = "Patchbay";

/** Our public description of ourselves, served at the address that is our client id (OAuth Client ID Metadata Document §4). */
export function clientDocument(origin: string) {
  return {
    client_id: clientDocumentUrl(origin),
    client_name: clientName,
    client_uri: origin,
    redirect_uris: [`${origin}${routes.oauthCallback}`],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    application_type: applicationType(origin),
  };
}

export function clientDocumentUrl(origin: string): string {
  return `${origin}${routes.oauthClient}`;
}

/** How a client for `server` comes to be. A document needs an https address that the provider can read. */
export function chooseRegistration(server: AuthorizationServer, origin: string): Registration {
  if (server.clientIdMetadataDocument && origin.startsWith("https:")) return "metadata-document";
  return server.registrationEndpoint ? "dynamic" : "manual";
}

export type Registration = "metadata-document" | "dynamic" | "manual";

/** OpenID Connect Registration §2: "web" redirects to https; only a native client may use plain http on this machine. */
export function applicationType(redirectUri: string): "web" | "native" {
  return redirectUri.startsWith("https:") ? "web" : "native";
}
