import "server-only";
import { isTrue, type Json, readList, readText } from "./lenient";

/** An authorization server as its metadata describes it (RFC 8414 §2). Plain JSON: it is stored with each sign-in. */
export type AuthorizationServer = {
  /** Exactly as published: the callback's `iss` is compared with it, character by character. */
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  registrationEndpoint: string | null;
  revocationEndpoint: string | null;
  scopesSupported: string[];
  /** Empty when the server does not say. */
  tokenEndpointAuthMethods: string[];
  pkce: "S256" | "unstated" | "plain-only";
  issParameter: boolean;
  clientIdMetadataDocument: boolean;
  /** Where the keys of its ID tokens are and what they sign with; null when it does not say (OpenID Connect Discovery §3). */
  identity: { keys: string; algorithms: string[] } | null;
};

/** A protected resource's own account of itself (RFC 9728 §2). */
export type ProtectedResource = {
  resource: string;
  authorizationServers: string[];
  scopesSupported: string[];
};

/** Null when the document lacks what a sign-in cannot do without. Checks neither the issuer nor the addresses. */
export function readAuthorizationServer(document: Json): AuthorizationServer | null {
  const issuer = readText(document.issuer);
  const authorizationEndpoint = readText(document.authorization_endpoint);
  const tokenEndpoint = readText(document.token_endpoint);
  if (!issuer || !authorizationEndpoint || !tokenEndpoint) return null;
  const keys = readText(document.jwks_uri);
  const algorithms = readList(document.id_token_signing_alg_values_supported);

  return {
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    registrationEndpoint: readText(document.registration_endpoint),
    revocationEndpoint: readText(document.revocation_endpoint),
    scopesSupported: readList(document.scopes_supported),
    tokenEndpointAuthMethods: readList(document.token_endpoint_auth_methods_supported),
    pkce: readPkce(readList(document.code_challenge_methods_supported)),
    issParameter: isTrue(document.authorization_response_iss_parameter_supported),
    clientIdMetadataDocument: isTrue(document.client_id_metadata_document_supported),
    identity: keys === null ? null : { keys, algorithms },
  };
}

/** Null when the document is about something else. A missing `resource` can only mean the server it was asked of. */
export function readProtectedResource(document: Json, serverUrl: URL): ProtectedResource | null {
  const resource = readText(document.resource);
  const authorizationServers = readList(document.authorization_servers);
  if (!resource && authorizationServers.length === 0) return null;

  return {
    resource: resource ?? canonicalResource(serverUrl),
    authorizationServers,
    scopesSupported: readList(document.scopes_supported),
  };
}

/** What `resource` says when the server publishes nothing: its address without a fragment or a bare final slash (RFC 8707 §2). */
export function canonicalResource(serverUrl: URL): string {
  const { origin, pathname, search } = serverUrl;
  return `${origin}${pathname === "/" ? "" : pathname}${search}`;
}

/** A token for `resource` is a token for this server: same origin, and its path or a whole part of it from the left. */
export function isResourceOf(resource: string, serverUrl: URL): boolean {
  if (!URL.canParse(resource)) return false;
  const url = new URL(resource);
  const same = url.origin === serverUrl.origin && !url.hash && !url.username && !url.password;
  const path = `${url.pathname.replace(/\/$/, "")}/`;
  return (
    same && (!url.search || url.search === serverUrl.search) && `${serverUrl.pathname}/`.startsWith(path)
  );
}

/** The same text, or differing only in the slash of an empty path or in a tenant: everything else could be somebody else. */
export function isSameIssuer(published: string, expected: string): boolean {
  return withoutBareSlash(published) === withoutBareSlash(expected) || isTenantOf(published, expected);
}

/** A provider for all its tenants names itself with a placeholder in the path, `https://host/{tenantid}/v2.0`. Any one tenant stands for it. */
export function isTenantOf(template: string, issuer: string): boolean {
  const [, before, after] = TEMPLATE.exec(template) ?? [];
  if (before === undefined || after === undefined) return false;
  const tenant = issuer.slice(before.length, issuer.length - after.length);
  return `${before}${tenant}${after}` === issuer && /^[\w.-]+$/.test(tenant);
}

const TEMPLATE = /^(https?:\/\/[^/?#{}]+\/(?:[^?#{}]*\/)?)\{\w+\}((?:\/[^?#{}]*)?)$/;

function withoutBareSlash(issuer: string): string {
  return /^https?:\/\/[^/?#]+\/$/.test(issuer) ? issuer.slice(0, -1) : issuer;
}

function readPkce(methods: string[]): AuthorizationServer["pkce"] {
  if (methods.includes("S256")) return "S256";
  return methods.length === 0 ? "unstated" : "plain-only";
}
