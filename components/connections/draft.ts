import type { Authorization, ConnectionView, HeaderRow, OAuthSettings } from "@/lib/connections/schema";
import type { KeyPlace } from "./api-key-fields";

/** What the form knows while it is filled in. The rest is the browser's: what was typed stays in its controls. */
export type Draft = {
  authorization: Authorization;
  url: string;
  issuer: string;
  ownApp: boolean;
  clientId: string;
  /** What the parts of the form start with. */
  key: KeyPlace;
  headers: readonly HeaderRow[];
  oauth: OAuthSettings;
};

export function draftOf(connection: ConnectionView | null): Draft {
  const settings = connection?.settings;
  const oauth = settings?.authorization === "oauth" ? settings : DEFAULT_OAUTH;
  return {
    authorization: settings?.authorization ?? "none",
    url: connection?.url ?? "",
    issuer: oauth.issuer ?? "",
    ownApp: oauth.ownApp,
    clientId: oauth.ownApp ? (connection?.client?.clientId ?? "") : "",
    key: settings?.authorization === "apiKey" ? settings : { header: "Authorization", prefix: "Bearer" },
    headers: settings?.authorization === "headers" ? settings.headers : [],
    oauth,
  };
}

const DEFAULT_OAUTH: OAuthSettings = {
  authorization: "oauth",
  ownApp: false,
  scopes: [],
  resource: "auto",
  tokenAuth: "auto",
  issuer: null,
  allowUnstatedPkce: false,
  parameters: {},
};
