import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { listen, shut } from "../support/ports";
import {
  type AuthorizationClients,
  createClients,
  type PreRegistered,
  type RegisteredClient,
} from "./authorization-clients";
import { type Answering, type Canned, type Faults, noFaults, type Route } from "./authorization-faults";
import {
  type AuthorizationGrants,
  createGrants,
  type Grant,
  type Introspection,
  type Renewal,
} from "./authorization-grants";
import { authorize } from "./authorization-page";
import { plainHeaders, remember } from "./call-log";

export type AuthorizationServerOptions = {
  /** 0, the default, lets the system choose. */
  port?: number;
  /** How the server names itself; it always listens on 127.0.0.1. */
  hostname?: string;
  /** The path of the issuer, such as "/tenant"; empty by default. */
  path?: string;
  /** User names that may log in. */
  people?: readonly string[];
  clients?: readonly PreRegistered[];
  /** Off: the metadata has no registration_endpoint and clients come from `clients` alone. */
  registration?: boolean;
  /** On: a client id may be the https address (or loopback address) of a client metadata document. */
  clientDocuments?: boolean;
  accessTokenSeconds?: number;
  /** Off: a refresh token is used again and again, and the answer holds no new one. */
  rotation?: boolean;
  /** How long a spent refresh token still works, as some providers allow; 0 by default. */
  graceSeconds?: number;
  scopes?: readonly string[];
  authMethods?: readonly string[];
  /** "none": it publishes nothing, as MCP 2025-03-26 allows. */
  wellKnown?: "oauth" | "openid" | "openid-appended" | "oauth-appended" | "none";
  /** How a registered client must prove itself, whatever it asked for. */
  registersAs?: string;
  /** What else is served at this origin. */
  otherwise?: Answering;
  /** Makes it an identity provider too: what it says of who allowed something, and the keys that prove it. */
  identity?: { idToken: (grant: Grant, issuer: string) => string; keys: object };
  /** Grants of other types than the usual ones; null leaves them to the fake. */
  moreGrants?: (site: Site, client: RegisteredClient, form: URLSearchParams) => Canned | null;
  /** Paths of MCP servers at this origin whose RFC 9728 metadata is served here; "" is the origin itself. */
  resources?: readonly string[];
};

/** One request as it arrived. `body` is the form or JSON it carried; never what was answered. */
export type AuthorizationRequest = {
  route: Route | "other";
  method: string;
  path: string;
  headers: Record<string, string>;
  query: URLSearchParams;
  body: string;
};

/** A running authorization server: what it saw, what its tokens mean, and the knobs a test turns. */
export type AuthorizationServerFake = {
  origin: string;
  issuer: string;
  requests: AuthorizationRequest[];
  seen(route: Route): AuthorizationRequest[];
  introspect(token: string): Introspection | null;
  /** How often a spent refresh token came back. */
  reuses(): number;
  /** Every request for a renewal so far. */
  renewals(): readonly Renewal[];
  break(faults: Partial<Faults>): void;
  heal(): void;
  /** Ends every access token now, as the clock would. */
  expireAccessTokens(): void;
  /** Ends everything a person has allowed. */
  withdraw(person: string): void;
  /** Forgets registered clients, as a provider that cleans up does. */
  forgetClients(): void;
  close(): Promise<void>;
};

/** What the routes of one server share. */
export type Site = {
  options: AuthorizationServerOptions;
  origin: string;
  issuer: string;
  clients: AuthorizationClients;
  grants: AuthorizationGrants;
  faults: Faults;
};

/** Starts a scripted OAuth 2.1 authorization server on loopback: RFC 7591, 7636, 7009, 8414, 8707, 9207 and 9728. */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions = {},
): Promise<AuthorizationServerFake> {
  const requests: AuthorizationRequest[] = [];
  const { identity } = options;
  const grants = createGrants({
    rotation: true,
    ...options,
    ...(identity && { idToken: (grant: Grant) => identity.idToken(grant, site.issuer) }),
  });
  const clients = createClients(options);
  const site: Site = { options, origin: "", issuer: "", clients, grants, faults: noFaults };

  const server = createServer((request, response) => {
    void answer(site, requests, request).then((canned) => write(response, canned));
  });
  const port = await listen(server, options.port);
  site.origin = `http://${options.hostname ?? "127.0.0.1"}:${port}`;
  site.issuer = `${site.origin}${options.path ?? ""}`;

  return {
    origin: site.origin,
    issuer: site.issuer,
    requests,
    seen: (route) => requests.filter((request) => request.route === route),
    introspect: grants.introspect,
    reuses: grants.reuses,
    renewals: grants.renewals,
    break: (faults) => {
      site.faults = { ...noFaults, ...faults };
    },
    heal: () => {
      site.faults = noFaults;
    },
    expireAccessTokens: grants.expireAccessTokens,
    withdraw: grants.withdraw,
    forgetClients: clients.forget,
    close: () => shut(server),
  };
}

async function answer(site: Site, log: AuthorizationRequest[], incoming: IncomingMessage): Promise<Canned> {
  const url = new URL(incoming.url ?? "/", site.origin);
  const route = routeOf(site, url.pathname);
  const request = remember<AuthorizationRequest>(log, {
    route,
    method: incoming.method ?? "GET",
    path: url.pathname,
    headers: plainHeaders(incoming.headers),
    query: url.searchParams,
    body: await bodyOf(incoming),
  });
  if (url.href === `${site.issuer}/keys` && site.options.identity)
    return { status: 200, body: site.options.identity.keys };
  if (route === "other") return site.options.otherwise?.(request) ?? notFound;

  const delayMs = site.faults.delaysMs[route];
  if (delayMs) await setTimeout(delayMs, undefined, { ref: false });
  const fault = site.faults.answers[route];
  const given = typeof fault === "function" ? fault(request) : fault;
  const canned = given ?? (await handlers[route](site, request));
  const status = canned.status < 300 ? site.faults.statuses[route] : undefined;
  return status ? { ...canned, status } : canned;
}

const handlers: Record<Route, (site: Site, request: AuthorizationRequest) => Canned | Promise<Canned>> = {
  "resource-metadata": resourceMetadata,
  "first-metadata": firstMetadata,
  "next-metadata": nextMetadata,
  register: ({ clients, faults }, { body }) => edited(clients.register(body), faults.editRegistration),
  authorize,
  token: async (site, { headers, body }) => {
    const { clients, grants, faults, issuer } = site;
    const form = new URLSearchParams(body);
    const client = await clients.authenticate(headers.authorization, form, issuer);
    if (!client) {
      const challenge = { "www-authenticate": 'Basic realm="token"' };
      return { status: 401, headers: challenge, body: { error: "invalid_client" } };
    }
    const more = site.options.moreGrants?.(site, client, form);
    return edited(more ?? grants.token(client, form), faults.editTokens);
  },
  revoke: async ({ clients, grants, issuer }, { headers, body }) => {
    const form = new URLSearchParams(body);
    const client = await clients.authenticate(headers.authorization, form, issuer);
    if (!client) return { status: 401, body: { error: "invalid_client" } };
    grants.revoke(client.clientId, form.get("token") ?? "");
    return { status: 200 };
  },
};

function routeOf({ options, issuer }: Site, pathname: string): Route | "other" {
  const path = options.path ?? "";
  const routes: Record<string, Route> = {
    [`/.well-known/oauth-authorization-server${path}`]: "first-metadata",
    [`/.well-known/openid-configuration${path}`]: "next-metadata",
    [`${path}/.well-known/openid-configuration`]: "next-metadata",
    ...(path && { [`${path}/.well-known/oauth-authorization-server`]: "next-metadata" as const }),
    [new URL(`${issuer}/register`).pathname]: "register",
    [new URL(`${issuer}/authorize`).pathname]: "authorize",
    [new URL(`${issuer}/token`).pathname]: "token",
    [new URL(`${issuer}/revoke`).pathname]: "revoke",
  };
  if (pathname.startsWith(RESOURCE_METADATA)) return "resource-metadata";
  return routes[pathname] ?? "other";
}

const RESOURCE_METADATA = "/.well-known/oauth-protected-resource";

function resourceMetadata({ options, origin, issuer, faults }: Site, { path }: AuthorizationRequest): Canned {
  const resource = path.slice(RESOURCE_METADATA.length);
  if (!options.resources?.includes(resource)) return notFound;
  const document = { resource: `${origin}${resource}`, authorization_servers: [issuer] };
  return edited({ status: 200, body: document }, faults.editResource);
}

function firstMetadata(site: Site): Canned {
  return (site.options.wellKnown ?? "oauth") === "oauth" ? metadata(site) : notFound;
}

function nextMetadata(site: Site, { path }: AuthorizationRequest): Canned {
  const { wellKnown = "oauth", path: issuerPath = "" } = site.options;
  const last = wellKnown === "oauth-appended" ? "oauth-authorization-server" : "openid-configuration";
  const isAppended = path === `${issuerPath}/.well-known/${last}`;
  if (wellKnown === "none" || (wellKnown === "oauth" && site.faults.answers["first-metadata"] === undefined))
    return notFound;
  return wellKnown.endsWith("-appended") && issuerPath && !isAppended ? notFound : metadata(site);
}

function metadata({ options, issuer, faults }: Site): Canned {
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    ...(options.registration !== false && { registration_endpoint: `${issuer}/register` }),
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: options.authMethods ?? [
      "client_secret_basic",
      "client_secret_post",
      "none",
    ],
    authorization_response_iss_parameter_supported: true,
    ...(options.identity && {
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ["ES256"],
    }),
    ...(options.scopes && { scopes_supported: options.scopes }),
    ...(options.clientDocuments && { client_id_metadata_document_supported: true }),
  };
  return edited({ status: 200, body: document }, faults.editMetadata);
}

/** A fault may rewrite a good answer, never a refusal. */
function edited(canned: Canned, edit: Faults["editTokens"]): Canned {
  return edit && canned.status < 300 && typeof canned.body === "object"
    ? { ...canned, body: edit(canned.body) }
    : canned;
}

const notFound: Canned = { status: 404, body: { error: "not_found" } };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function write(response: ServerResponse, { status, headers, body }: Canned): void {
  response.writeHead(status, {
    "cache-control": "no-store",
    ...(body !== undefined && { "content-type": typeOf(body) }),
    ...headers,
  });
  response.end(typeOf(body) === "application/json" ? JSON.stringify(body) : body?.toString());
}

function typeOf(body: Canned["body"]): string {
  if (body instanceof URLSearchParams) return "application/x-www-form-urlencoded";
  return typeof body === "object" ? "application/json" : "text/html; charset=utf-8";
}
