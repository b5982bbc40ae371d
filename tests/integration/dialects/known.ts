import { adds, edits, without } from "./edits";
import type { Dialect } from "./house";

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
