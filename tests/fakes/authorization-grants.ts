import { createHash, randomBytes } from "node:crypto";
import type { RegisteredClient } from "./authorization-clients";
import type { Canned } from "./authorization-faults";

/** What a person allowed a client to do. Everything made from it lives and dies with it. */
export type Grant = {
  person: string;
  clientId: string;
  scopes: string[];
  resource: string | null;
  redirectUri: string;
  challenge: string;
  nonce: string | null;
  alive: boolean;
};

export type Introspection = { person: string; scopes: string[]; resource: string | null };

/** One request for a renewal, and whether it was granted. */
export type Renewal = { person: string; at: number; renewed: boolean };

type RefreshToken = { grant: Grant; spentAt: number | null };

/** Codes and tokens of one authorization server: codes work once, and a spent refresh token kills its family. */
export function createGrants(options: {
  accessTokenSeconds?: number;
  rotation: boolean;
  graceSeconds?: number;
  /** Says who allowed it, where "openid" was asked for. */
  idToken?: (grant: Grant) => string;
}) {
  const { accessTokenSeconds = 3600, rotation, graceSeconds = 0 } = options;
  const codes = new Map<string, Grant & { spent: boolean }>();
  const accessTokens = new Map<string, { grant: Grant; expiresAt: number }>();
  const refreshTokens = new Map<string, RefreshToken>();
  const grants = new Set<Grant>();
  const renewals: Renewal[] = [];
  let reuses = 0;

  function answer(grant: Grant, refreshToken: string | null): Canned {
    const accessToken = newSecret("fake-access");
    accessTokens.set(accessToken, { grant, expiresAt: Date.now() + accessTokenSeconds * 1000 });
    if (refreshToken) refreshTokens.set(refreshToken, { grant, spentAt: null });
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: "Bearer",
        expires_in: accessTokenSeconds,
        ...(refreshToken && { refresh_token: refreshToken }),
        scope: grant.scopes.join(" "),
        ...(options.idToken && grant.scopes.includes("openid") && { id_token: options.idToken(grant) }),
      },
    };
  }

  function redeem(clientId: string, form: URLSearchParams): Canned {
    const grant = codes.get(form.get("code") ?? "");
    if (grant?.spent) kill(grant);
    if (!grant?.alive || grant.clientId !== clientId) return refused("invalid_grant");
    if (form.get("redirect_uri") !== grant.redirectUri) return refused("invalid_grant");
    if (challengeOf(form.get("code_verifier") ?? "") !== grant.challenge) return refused("invalid_grant");
    if (form.get("resource") !== grant.resource) return refused("invalid_target");
    grant.spent = true;
    grants.add(grant);
    return answer(grant, newSecret("fake-refresh"));
  }

  function refresh(clientId: string, form: URLSearchParams): Canned {
    const token = refreshTokens.get(form.get("refresh_token") ?? "");
    const answered = renew(token, clientId, form);
    renewals.push({ person: token?.grant.person ?? "", at: Date.now(), renewed: answered.status === 200 });
    return answered;
  }

  function renew(token: RefreshToken | undefined, clientId: string, form: URLSearchParams): Canned {
    if (token?.spentAt && Date.now() >= token.spentAt + graceSeconds * 1000) {
      reuses += 1;
      kill(token.grant);
    }
    if (!token?.grant.alive || token.grant.clientId !== clientId) return refused("invalid_grant");
    if (form.has("resource") && form.get("resource") !== token.grant.resource)
      return refused("invalid_target");
    if (rotation) token.spentAt ??= Date.now();
    return answer(token.grant, rotation ? newSecret("fake-refresh") : null);
  }

  /** To a client that can prove who it is, for itself (RFC 6749 §4.4). */
  function lend(clientId: string, form: URLSearchParams): Canned {
    const scopes = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
    const resource = form.get("resource");
    return give({ person: clientId, clientId, scopes, resource });
  }

  /** Without a consent, and nothing to renew it with. */
  function give(to: Pick<Grant, "person" | "clientId" | "scopes" | "resource">): Canned {
    return answer({ ...to, redirectUri: "", challenge: "", nonce: null, alive: true }, null);
  }

  return {
    give,
    issueCode(grant: Omit<Grant, "alive">): string {
      const code = newSecret("fake-code");
      codes.set(code, { ...grant, alive: true, spent: false });
      return code;
    },
    token({ clientId, ...client }: RegisteredClient, form: URLSearchParams): Canned {
      const type = form.get("grant_type");
      if (type === "client_credentials" && (client.clientSecret || client.publicKey))
        return lend(clientId, form);
      if (type === "authorization_code") return redeem(clientId, form);
      return type === "refresh_token" ? refresh(clientId, form) : refused("unsupported_grant_type");
    },
    /** Revoking a refresh token ends the whole grant, an access token only itself (RFC 7009 §2.1). */
    revoke(clientId: string, token: string): void {
      const grant = refreshTokens.get(token)?.grant;
      if (grant?.clientId === clientId) kill(grant);
      if (accessTokens.get(token)?.grant.clientId === clientId) accessTokens.delete(token);
    },
    introspect(token: string): Introspection | null {
      const found = accessTokens.get(token);
      if (!found?.grant.alive || found.expiresAt <= Date.now()) return null;
      const { person, scopes, resource } = found.grant;
      return { person, scopes, resource };
    },
    reuses: () => reuses,
    renewals: () => renewals,
    expireAccessTokens: () => accessTokens.clear(),
    withdraw(person: string): void {
      for (const grant of grants) if (grant.person === person) kill(grant);
    },
  };
}

export type AuthorizationGrants = ReturnType<typeof createGrants>;

function kill(grant: Grant): void {
  grant.alive = false;
}

function refused(error: string): Canned {
  return { status: 400, body: { error, error_description: "Refused by the fake authorization server." } };
}

function newSecret(prefix: string): string {
  return `${prefix}-${randomBytes(24).toString("base64url")}`;
}

/** PKCE S256 (RFC 7636 §4.6). */
function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
