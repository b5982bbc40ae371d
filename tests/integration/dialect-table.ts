import { withMetadata } from "../fakes/authorization-faults";
import type { Dialect } from "./dialect-house";

type Edit = (document: Record<string, unknown>) => Record<string, unknown>;

/** A fault that rewrites documents, each given as its members. */
function edits(changes: { resource?: Edit; metadata?: Edit; registration?: Edit; tokens?: Edit }) {
  const as = (edit: Edit | undefined) => (edit ? (document: object) => edit({ ...document }) : null);
  return {
    editResource: as(changes.resource),
    editMetadata: as(changes.metadata),
    editRegistration: as(changes.registration),
    editTokens: as(changes.tokens),
  };
}

const adds = (more: object) => (document: Record<string, unknown>) => ({ ...document, ...more });
const without = (name: string) => (document: Record<string, unknown>) => ({ ...document, [name]: undefined });
const wellKnown = "/.well-known/oauth-protected-resource";
const html = { status: 200, body: "<!doctype html><title>An app</title>" };

/** Asks the provider for these two, so that what is stored as granted can be told apart from what was asked. */
const twoScopes = { scopes: ["crm.read", "crm.write"] };

/** Dialects that every reader of threads knows of. */
export const wellKnownDialects: Dialect[] = [
  {
    what: "null or empty text for what is absent",
    seenAt: "servers that serialise whole records, in Go and .NET above all",
    broken: edits({
      resource: adds({ scopes_supported: null, resource_name: "", jwks_uri: null }),
      metadata: adds({
        revocation_endpoint: "",
        scopes_supported: null,
        jwks_uri: "",
        service_documentation: null,
      }),
      registration: adds({ client_secret_expires_at: null, client_uri: "", scope: null, contacts: null }),
      tokens: adds({ scope: null, id_token: "", error: null, error_description: "" }),
    }),
  },
  {
    what: "numbers as text",
    seenAt: "Entra ID's first endpoints",
    broken: edits({
      registration: adds({ client_secret_expires_at: "0", client_id_issued_at: "1790000000" }),
      tokens: adds({ expires_in: "3600", ext_expires_in: "3600" }),
    }),
  },
  {
    what: "scopes as lists",
    seenAt: "servers that answer with their own type",
    broken: edits({ resource: adds(asList("scopes_supported")), tokens: adds({ scope: ["crm.read"] }) }),
    asked: () => ({ scope: "crm.read crm.write" }),
    scopes: ["crm.read"],
  },
  {
    what: "scopes with commas",
    seenAt: "Slack and GitHub",
    broken: edits({
      resource: adds({ scopes_supported: "crm.read,crm.write" }),
      tokens: adds({ scope: "crm.read,crm.write" }),
    }),
    asked: () => ({ scope: "crm.read crm.write" }),
    ...twoScopes,
  },
  {
    what: "200 for a registration and 201 for tokens",
    seenAt: "frameworks that give every POST the same status",
    broken: { statuses: { register: 200, token: 201 } },
  },
  {
    what: "no token type",
    seenAt: "hand-written providers",
    broken: edits({ tokens: without("token_type") }),
  },
  {
    what: "a token type of its own",
    seenAt: "Slack, which says user",
    broken: edits({ tokens: adds({ token_type: "user" }) }),
  },
  {
    what: "an id_token nobody asked for, and a bad one",
    seenAt: "OpenID providers that always send one",
    broken: edits({ tokens: adds({ id_token: "eyJhbGciOiJub25lIn0.e30." }) }),
  },
  {
    what: "a page at the first well-known address",
    seenAt: "single-page applications that answer every path",
    broken: { answers: { "first-metadata": html } },
  },
  {
    what: "an error at the first well-known address",
    seenAt: "gateways without a route for it",
    broken: { answers: { "first-metadata": { status: 500, body: "Bad gateway" } } },
  },
  {
    what: "several schemes in WWW-Authenticate",
    seenAt: "servers behind a proxy that takes Basic too",
    challenge: (origin) =>
      `Basic realm="old, x", Bearer error="invalid_token", resource_metadata="${origin}${wellKnown}/mcp", Negotiate`,
  },
  {
    what: "a trailing slash on the issuer",
    seenAt: "Google, which is named with one and names itself without",
    broken: (origin) => edits({ resource: adds({ authorization_servers: [`${origin}/`] }) }),
  },
  {
    what: "a trailing slash on the resource",
    seenAt: "frameworks that end every route with one",
    broken: (origin) => edits({ resource: adds({ resource: `${origin}/mcp/` }) }),
    asked: (origin) => ({ resource: `${origin}/mcp/` }),
  },
  {
    what: "resource metadata at the root alone",
    seenAt: "servers built on an SDK's defaults",
    provider: { resources: [""] },
    asked: (origin) => ({ resource: origin }),
  },
  {
    what: "a resource described nowhere, at a server that is its own provider",
    seenAt: "servers from before RFC 9728",
    provider: { resources: [] },
    asked: (origin) => ({ resource: `${origin}/mcp` }),
  },
  {
    what: "a resource that names no provider",
    seenAt: "servers that are their own",
    broken: edits({ resource: adds({ authorization_servers: null }) }),
  },
  { what: "OpenID-style metadata", seenAt: "Keycloak and Okta", provider: { wellKnown: "openid" } },
  {
    what: "OpenID-style metadata below the path of the issuer",
    seenAt: "realms and tenants of identity providers",
    provider: { path: "/realms/main", wellKnown: "openid-appended" },
  },
  {
    what: "a token nested in another object",
    seenAt: "Slack's authed_user",
    broken: edits({
      tokens: ({ scope: _scope, ...token }) => ({
        ok: true,
        scope: "",
        authed_user: { id: "U1", ...token, scope: "crm.read,crm.write", token_type: "user" },
      }),
    }),
    ...twoScopes,
  },
];

function asList(name: string) {
  return { [name]: ["crm.read", "crm.write"] };
}

/** Dialects found in the threads of other clients. */
export const foundDialects: Dialect[] = [
  {
    what: "resource metadata below the server's own path",
    seenAt: "applications mounted whole under a path, in FastMCP and PHP",
    provider: { resources: [], path: "/auth" },
    documents: (origin) => ({
      [`/mcp${wellKnown}`]: { resource: `${origin}/mcp`, authorization_servers: [`${origin}/auth`] },
    }),
  },
  {
    what: "a relative address in the challenge",
    seenAt: "home automation reached directly instead of through its cloud",
    provider: { resources: [], path: "/auth" },
    challenge: () => 'Bearer realm="mcp", resource_metadata="/own/metadata"',
    documents: (origin) => ({
      "/own/metadata": { resource: `${origin}/mcp`, authorization_servers: [`${origin}/auth`] },
    }),
  },
  {
    what: "challenges in two header lines",
    seenAt: "reverse proxies that add a scheme of their own",
    challenge: (origin) => ['Basic realm="proxy"', `Bearer resource_metadata="${origin}${wellKnown}/mcp"`],
  },
  {
    what: "provider metadata below the path of the issuer, under OAuth's name",
    seenAt: "FastMCP mounted under a path",
    provider: { path: "/api", wellKnown: "oauth-appended" },
  },
  {
    what: "an empty object at the first well-known address",
    seenAt: "identity providers behind gateways that answer every well-known path",
    broken: { answers: { "first-metadata": { status: 200, body: {} } } },
  },
  {
    what: "a challenge that points nowhere, and a well-known address that is closed",
    seenAt: "a food delivery's MCP servers, and several more behind one bearer check for all paths",
    broken: { answers: { "resource-metadata": { status: 401, body: { error: "invalid_token" } } } },
    challenge: (origin) => `Bearer realm="mcp", resource_metadata="${origin}${wellKnown}"`,
  },
  {
    what: "an issuer with a placeholder for the tenant, and the tenant's own in the callback",
    seenAt: "Entra ID for all organizations",
    provider: { path: "/organizations/v2.0", wellKnown: "openid-appended" },
    broken: (origin) => ({
      ...withMetadata({ issuer: `${origin}/{tenantid}/v2.0` }),
      iss: `${origin}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`,
    }),
  },
  {
    what: "a resource that is the whole origin",
    seenAt: "a shared inbox and a data platform; the latter refuses the slash that URL parsers add",
    broken: (origin) => edits({ resource: adds({ resource: origin }) }),
    asked: (origin) => ({ resource: origin }),
  },
  {
    what: "a registration that says nothing but the Client ID",
    seenAt: "gateways that answer with a fixed client, and Matrix's authentication service",
    provider: { registersAs: "none" },
    broken: edits({ registration: ({ client_id }) => ({ client_id }) }),
  },
  {
    what: "another way to prove oneself than the one registered for",
    seenAt: "providers that give every client a secret for the form",
    provider: { registersAs: "client_secret_post" },
  },
  {
    what: "Basic offered, and only the form read",
    seenAt: "providers that list what their framework could do",
    provider: { registersAs: "client_secret_post" },
    broken: edits({ registration: adds({ token_endpoint_auth_method: "client_secret_basic" }) }),
  },
  {
    what: "a registration refused for the one grant that is not known",
    seenAt: "better-auth, and servers without refresh tokens",
    broken: {
      answers: {
        register: ({ body }) =>
          body.includes("refresh_token")
            ? {
                status: 400,
                body: { error: "invalid_client_metadata", error_description: "unsupported grant" },
              }
            : null,
      },
    },
  },
  {
    what: "tokens that end without having said when",
    seenAt: "Salesforce and Atlassian",
    broken: edits({ tokens: without("expires_in") }),
  },
  {
    what: "tokens as a form",
    seenAt: "GitHub",
    broken: { editTokens: (tokens) => new URLSearchParams({ ...tokens }) },
  },
  {
    what: "tokens in an envelope",
    seenAt: "APIs that wrap every answer",
    broken: edits({ tokens: (tokenData) => ({ tokenData, errors: [], success: true }) }),
  },
  {
    what: "a sign-in page with a query of its own",
    seenAt: "Azure AD B2C, which names its policy there",
    broken: (origin) => withMetadata({ authorization_endpoint: `${origin}/authorize?p=b2c_1_signin` }),
    asked: () => ({ p: "b2c_1_signin" }),
  },
  {
    what: "JSON that calls itself something else",
    seenAt: "metadata kept as a file without an ending on a static host",
    broken: (origin) => ({
      answers: {
        "first-metadata": {
          status: 200,
          headers: { "content-type": "application/octet-stream" },
          body: `\uFEFF${JSON.stringify(metadataAt(origin))}`,
        },
      },
    }),
  },
  {
    what: "no new refresh token when the old one is used",
    seenAt: "Google",
    provider: { rotation: false },
  },
];

function metadataAt(origin: string): object {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    code_challenge_methods_supported: ["S256"],
  };
}
