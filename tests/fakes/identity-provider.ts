import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { RegisteredClient } from "./authorization-clients";
import type { Canned } from "./authorization-faults";
import {
  type AuthorizationServerFake,
  type AuthorizationServerOptions,
  type Site,
  startAuthorizationServer,
} from "./authorization-server";
import { type Claims, readJwt, signJwt } from "./jwt";

/** A company's identity provider: OpenID Connect, and the token exchange that vouches for a person (RFC 8693, ID-JAG). */
export type IdentityProvider = AuthorizationServerFake & {
  /** What it vouched for, if it signed this ID-JAG and it still holds. */
  vouchedFor(idJag: string): Claims | null;
  /** Whom it vouches for nowhere. */
  distrust(person: string): void;
  /** How long an ID token holds from now on. */
  holdFor(seconds: number): void;
};

export const ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

export async function startIdentityProvider(
  options: Pick<AuthorizationServerOptions, "clients" | "people" | "rotation">,
): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const distrusted = new Set<string>();
  let seconds = 3600;
  const claim = (issuer: string, lifetime: number) => ({
    iss: issuer,
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + lifetime,
  });

  function exchange({ issuer }: Site, client: RegisteredClient, form: URLSearchParams): Canned | null {
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:token-exchange") return null;
    const idToken = readJwt(form.get("subject_token") ?? "", publicKey)?.claims;
    const isAsked =
      form.get("subject_token_type") === "urn:ietf:params:oauth:token-type:id_token" &&
      form.get("requested_token_type") === ID_JAG;
    if (!isAsked || !form.get("audience")) return refused("invalid_request");
    if (idToken?.["aud"] !== client.clientId) return refused("invalid_grant");
    if (distrusted.has(String(idToken["sub"]))) return refused("access_denied");
    const about = {
      ...claim(issuer, 300),
      jti: randomUUID(),
      sub: idToken["sub"],
      aud: form.get("audience"),
      resource: form.get("resource"),
      scope: form.get("scope"),
    };
    const idJag = signJwt(privateKey, { typ: "oauth-id-jag+jwt" }, about);
    return { status: 200, body: { access_token: idJag, issued_token_type: ID_JAG, token_type: "N_A" } };
  }

  const server = await startAuthorizationServer({
    ...options,
    registration: false,
    scopes: ["openid", "email", "offline_access"],
    identity: {
      keys: { keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }] },
      idToken: ({ person, clientId, nonce }, issuer) => {
        const about = { sub: person, aud: clientId, email: `${person}@example.com`, ...(nonce && { nonce }) };
        return signJwt(privateKey, {}, { ...claim(issuer, seconds), ...about });
      },
    },
    moreGrants: exchange,
  });

  return {
    ...server,
    vouchedFor: (idJag) => {
      const read = readJwt(idJag, publicKey);
      return read?.header["typ"] === "oauth-id-jag+jwt" ? read.claims : null;
    },
    distrust: (person) => void distrusted.add(person),
    holdFor: (lifetime) => {
      seconds = lifetime;
    },
  };
}

/** The other side: an authorization server that takes a company's word (RFC 7523 §2.1), for itself and once. */
export function takingWordOf(
  provider: () => IdentityProvider,
): NonNullable<AuthorizationServerOptions["moreGrants"]> {
  const spent = new Set<unknown>();
  return ({ issuer, grants }, { clientId }, form) => {
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer") return null;
    const word = provider().vouchedFor(form.get("assertion") ?? "");
    if (word?.["aud"] !== issuer || spent.has(word["jti"])) return refused("invalid_grant");
    spent.add(word["jti"]);
    const scopes = String(word["scope"] ?? "")
      .split(" ")
      .filter(Boolean);
    return grants.give({ person: String(word["sub"]), clientId, scopes, resource: String(word["resource"]) });
  };
}

function refused(error: string): Canned {
  return { status: 400, body: { error } };
}
