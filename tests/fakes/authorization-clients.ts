import { type KeyObject, randomBytes } from "node:crypto";
import type { Canned } from "./authorization-faults";
import { isOwnAssertion, subjectOf } from "./client-assertion";

export type PreRegistered = {
  clientId: string;
  clientSecret: string | null;
  redirectUris: readonly string[];
  clientName?: string;
  /** Proves itself by what the private key to this signs, and by nothing else. */
  publicKey?: KeyObject;
};

export type RegisteredClient = PreRegistered & { clientName: string; authMethod: string };

/** The clients one authorization server knows: entered by hand, registered (RFC 7591) or described at their own address. */
export function createClients(options: {
  clients?: readonly PreRegistered[];
  clientDocuments?: boolean;
  registersAs?: string;
}) {
  const known = new Map<string, RegisteredClient>();
  for (const client of options.clients ?? []) {
    const authMethod = client.clientSecret ? "client_secret_basic" : "none";
    known.set(client.clientId, { clientName: client.clientId, authMethod, ...client });
  }
  const manual = [...known.values()];

  async function find(clientId: string): Promise<RegisteredClient | null> {
    const client = known.get(clientId);
    if (client || !options.clientDocuments || !URL.canParse(clientId)) return client ?? null;
    return readDocument(clientId);
  }

  return {
    find,
    register: (body: string) => register(body, known, options.registersAs),
    /** The client a token request comes from, or null when it does not prove who it is in its registered way. */
    async authenticate(
      authorization: string | undefined,
      form: URLSearchParams,
      issuer: string,
    ): Promise<RegisteredClient | null> {
      const assertion = form.get("client_assertion");
      if (assertion !== null) return asserted(await find(subjectOf(assertion)), assertion, issuer);
      const shown = credentials(authorization, form);
      const client = await find(shown.clientId);
      if (!client || client.publicKey) return null;
      const isManual = manual.includes(client) && shown.authMethod !== "none";
      const sameMethod = isManual || shown.authMethod === client.authMethod;
      return sameMethod && (client.clientSecret ?? "") === shown.secret ? client : null;
    },
    forget(): void {
      known.clear();
    },
  };
}

export type AuthorizationClients = ReturnType<typeof createClients>;

function asserted(client: RegisteredClient | null, assertion: string, issuer: string) {
  if (!client?.publicKey) return null;
  const { clientId, publicKey } = client;
  return isOwnAssertion(assertion, { clientId, issuer, publicKey }) ? client : null;
}

function credentials(authorization: string | undefined, form: URLSearchParams) {
  const encoded = authorization?.match(/^Basic (.+)$/)?.[1];
  if (encoded) {
    const pair = Buffer.from(encoded, "base64").toString("utf8");
    const colon = pair.indexOf(":");
    return {
      clientId: pair.slice(0, colon),
      secret: pair.slice(colon + 1),
      authMethod: "client_secret_basic",
    };
  }
  const secret = form.get("client_secret");
  const authMethod = secret === null ? "none" : "client_secret_post";
  return { clientId: form.get("client_id") ?? "", secret: secret ?? "", authMethod };
}

type RegistrationRequest = {
  client_name?: string;
  redirect_uris?: string[];
  token_endpoint_auth_method?: string;
  application_type?: string;
};

function register(body: string, known: Map<string, RegisteredClient>, as: string | undefined): Canned {
  const request: RegistrationRequest = JSON.parse(body);
  const { redirect_uris: redirectUris = [], application_type: type = "web" } = request;
  if (redirectUris.length === 0 || !redirectUris.every((uri) => isFitFor(type, uri))) {
    return { status: 400, body: { error: "invalid_redirect_uri", error_description: "No such redirect." } };
  }
  const authMethod = as ?? request.token_endpoint_auth_method ?? "client_secret_basic";
  const clientId = `client-${randomBytes(8).toString("hex")}`;
  const clientSecret = authMethod === "none" ? null : `fake-secret-${randomBytes(12).toString("base64")}`;
  const clientName = request.client_name ?? clientId;
  known.set(clientId, { clientId, clientSecret, redirectUris, clientName, authMethod });
  return {
    status: 201,
    body: {
      ...request,
      client_id: clientId,
      client_id_issued_at: Math.floor(Date.now() / 1000),
      token_endpoint_auth_method: authMethod,
      ...(clientSecret && { client_secret: clientSecret, client_secret_expires_at: 0 }),
    },
  };
}

/** OpenID Connect Registration §2: web clients redirect to https, native ones to this machine. */
function isFitFor(applicationType: string, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  if (applicationType === "web") return protocol === "https:";
  return protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** The document must call itself by the address it was read from. */
async function readDocument(clientId: string): Promise<RegisteredClient | null> {
  const response = await fetch(clientId).catch(() => null);
  if (!response?.ok) return null;
  const document: { client_id?: string; client_name?: string; redirect_uris?: string[] } =
    await response.json();
  if (document.client_id !== clientId) return null;
  const { client_name: clientName = clientId, redirect_uris: redirectUris = [] } = document;
  return { clientId, clientSecret: null, redirectUris, clientName, authMethod: "none" };
}
