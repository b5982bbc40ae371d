import type { Authorization, OAuthSettings, Settings } from "./schema";

/** Where the credentials for a connection go and what they are: as it is stored, or as an edit would have it. */
export type CredentialPlace = {
  url: string;
  authorization: Authorization;
  /** Who proves themselves there; null where that is no question. */
  signsIn: OAuthSettings["signsIn"] | null;
  /** The headers that each person fills in, by name. */
  asked: readonly string[];
  /** What the admin said about who signs people in; null where nothing was said. */
  issuer: string | null;
  ownClientId: string | null;
};

/** How one signs in, as people tell it apart: by OAuth the workspace may sign in for everyone, or the company for each person. */
export type Method = Authorization | Exclude<OAuthSettings["signsIn"], "person">;

export function methodOf(settings: Settings): Method {
  if (settings.authorization !== "oauth" || settings.signsIn === "person") return settings.authorization;
  return settings.signsIn;
}

/** Whether the workspace signs in instead of each person. */
export function isShared(settings: Settings): boolean {
  return methodOf(settings) === "workspace";
}

/** Whether the company's identity provider vouches for each person, who then consents nowhere. */
export function isVouched(settings: Settings): boolean {
  return methodOf(settings) === "company";
}

export function credentialPlace(
  url: string,
  settings: Settings,
  clientId: string | null | undefined,
): CredentialPlace {
  const oauth = settings.authorization === "oauth" ? settings : null;
  return {
    url,
    authorization: settings.authorization,
    signsIn: oauth?.signsIn ?? null,
    asked:
      settings.authorization === "headers"
        ? settings.headers.filter((row) => !row.shared).map((row) => row.name)
        : [],
    issuer: oauth?.issuer ?? null,
    ownClientId: oauth?.ownApp ? (clientId ?? null) : null,
  };
}

/**
 * What an edit would move that ends every sign-in, because no credential goes to a
 * place it was not entered for; null when all of them stay good. The page says it
 * before, and the edit does it.
 */
export function whatMoves(before: CredentialPlace, after: CredentialPlace): Moved | null {
  if (before.url !== after.url) return "address";
  if (before.authorization !== after.authorization || before.signsIn !== after.signsIn) return "method";
  if (after.asked.some((name) => !before.asked.includes(name))) return "headers";
  if (before.issuer !== after.issuer) return "issuer";
  return before.ownClientId === after.ownClientId ? null : "client";
}

export type Moved = "address" | "method" | "headers" | "issuer" | "client";
