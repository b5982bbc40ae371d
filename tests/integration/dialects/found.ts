import { withMetadata } from "../../fakes/authorization-faults";
import { adds, edits, without } from "./edits";
import type { Dialect } from "./house";

const wellKnown = "/.well-known/oauth-protected-resource";

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
