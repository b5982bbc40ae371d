import { type CredentialPlace, credentialPlace } from "@/lib/connections/policy";
import type { Authorization, ConnectionView, HeaderRow, OAuthSettings } from "@/lib/connections/schema";
import { checkServerUrl } from "@/lib/egress/schema";
import type { KeyPlace } from "./api-key-fields";

/** What the form knows while it is filled in. The rest is the browser's: what was typed stays in its controls. */
export type Draft = {
  authorization: Authorization;
  url: string;
  issuer: string;
  signsIn: OAuthSettings["signsIn"];
  ownApp: boolean;
  clientId: string;
  /** The headers that each teammate fills in, by name. */
  asked: readonly string[];
  /** What the parts of the form start with. */
  key: KeyPlace;
  headers: readonly HeaderRow[];
  oauth: OAuthSettings;
};

export function draftOf(connection: ConnectionView | null): Draft {
  const settings = connection?.settings;
  const oauth = settings?.authorization === "oauth" ? settings : DEFAULT_OAUTH;
  const stored = connection && storedPlace(connection);
  return {
    authorization: settings?.authorization ?? "none",
    url: connection?.url ?? "",
    issuer: oauth.issuer ?? "",
    signsIn: oauth.signsIn,
    ownApp: oauth.ownApp,
    clientId: stored?.ownClientId ?? "",
    asked: stored?.asked ?? [],
    key: settings?.authorization === "apiKey" ? settings : { header: "Authorization", prefix: "Bearer" },
    headers: settings?.authorization === "headers" ? settings.headers : [],
    oauth,
  };
}

export function storedPlace({ url, settings, client }: ConnectionView): CredentialPlace {
  return credentialPlace(url, settings, client?.clientId);
}

/** Where credentials would go if the form were sent as it is. */
export function placeOf(draft: Draft, allow: readonly string[]): CredentialPlace {
  const { authorization, url, issuer, signsIn, ownApp, clientId, asked } = draft;
  const verdict = checkServerUrl(url, allow);
  const isOAuth = authorization === "oauth";
  return {
    url: verdict.ok ? verdict.url : url.trim(),
    authorization,
    signsIn: isOAuth ? signsIn : null,
    asked: authorization === "headers" ? asked : [],
    issuer: isOAuth && issuer.trim() !== "" ? issuer.trim() : null,
    ownClientId: isOAuth && (ownApp || signsIn !== "person") ? clientId.trim() : null,
  };
}

const DEFAULT_OAUTH: OAuthSettings = {
  authorization: "oauth",
  signsIn: "person",
  ownApp: false,
  scopes: [],
  resource: "auto",
  tokenAuth: "auto",
  issuer: null,
  allowUnstatedPkce: false,
  parameters: {},
};
