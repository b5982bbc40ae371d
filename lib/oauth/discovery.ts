import "server-only";
import { env } from "@/lib/env";
import { bearerChallenge } from "./challenge";
import { chooseRegistration, type Registration } from "./client-document";
import { guessServer } from "./default-endpoints";
import { hostOf, type Reach } from "./endpoints";
import { OAuthFailure } from "./failure";
import { readIssuer } from "./issuer";
import { readList } from "./lenient";
import { type AuthorizationServer, isSameIssuer, type ProtectedResource } from "./metadata";
import { findProtectedResource } from "./protected-resource";
import { sentences } from "./sentences";
import type { Trace } from "./trace";

/** What a sign-in to one server needs to know. `scopes` is what to ask for, empty when nothing says. */
export type Discovery = {
  resource: ProtectedResource | null;
  server: AuthorizationServer;
  /** Why it is taken for the server's. */
  basis: Basis;
  registration: Registration;
  scopes: string[];
};

/**
 * `named`: by the server, or by an admin. `own`: the server names none, so it is the one that its own origin
 * describes. `prescribed`: nothing describes one either, and something answers where MCP 2025-03-26 puts it.
 */
export type Basis = "named" | "own" | "prescribed";

type Input = Reach & {
  serverUrl: URL;
  /** The WWW-Authenticate header of the server's 401, if it sent one. */
  challenge: string | null;
  /** Whether it refused a request that came without a credential. */
  turnedAway: boolean;
  /** The issuer an admin vouches for, when the published one differs. */
  issuer: string | null;
  /** The issuer whose client we are already. While the server names it, no other is looked at. */
  present?: string | undefined;
  trace?: Trace | undefined;
};

/** Finds who signs people in to a server and how (MCP authorization; RFC 9728 §3, RFC 8414 §3). Throws OAuthFailure. */
export async function discover(input: Input): Promise<Discovery> {
  const { resource, down } = await findProtectedResource(input);
  const { server, basis } = await firstUsable(input, resource, down);
  const registration = chooseRegistration(server, env.PATCHBAY_URL);
  traceFindings(server, registration, input.trace);
  return { resource, server, basis, registration, scopes: chooseScopes(input.challenge, resource, server) };
}

/** Servers from before RFC 9728 name nobody: they sign people in themselves, at their own origin. */
async function firstUsable(
  input: Input,
  resource: ProtectedResource | null,
  down: boolean,
): Promise<Pick<Discovery, "server" | "basis">> {
  const published = resource?.authorizationServers.slice(0, SERVERS_MAX) ?? [];
  const named = published.length > 0 ? published : [input.serverUrl.origin];
  const present = named.filter((name) => input.present !== undefined && isSameIssuer(input.present, name));
  const usual = present.length > 0 ? present : named;
  const identifiers = input.issuer ? [...new Set([input.issuer, ...usual])] : usual;

  const basis = input.issuer || published.length > 0 ? "named" : "own";
  let first: unknown;
  for (const identifier of identifiers) {
    try {
      const server = await readIssuer({ ...input, identifier, expected: input.issuer ?? identifier });
      return { server, basis };
    } catch (error) {
      first ??= error;
    }
  }
  if (resource || down || input.issuer || !isNoMetadata(first)) throw first;
  const guessed = input.turnedAway ? await guessServer(input) : null;
  if (guessed) return { server: guessed, basis: "prescribed" };
  throw noSignInDetails();
}

const SERVERS_MAX = 3;

function isNoMetadata(error: unknown): boolean {
  return error instanceof OAuthFailure && error.kind === "no-metadata";
}

function noSignInDetails(): OAuthFailure {
  return new OAuthFailure("no-metadata", sentences.noDetails);
}

/**
 * The challenge knows what the refused request needed; the resource lists what
 * there is. A refresh token usually hangs on `offline_access`, so it joins
 * scopes that are asked for anyway; alone it would replace the server's default.
 */
function chooseScopes(
  challenge: string | null,
  resource: ProtectedResource | null,
  server: AuthorizationServer,
): string[] {
  const challenged = readList(bearerChallenge(challenge)?.scope);
  const scopes = challenged.length > 0 ? challenged : (resource?.scopesSupported ?? []);
  const lasting = scopes.length > 0 && server.scopesSupported.includes(OFFLINE) ? [OFFLINE] : [];
  return [...new Set([...scopes, ...lasting])];
}

const OFFLINE = "offline_access";

function traceFindings(
  server: AuthorizationServer,
  registration: Registration,
  trace: Trace | undefined,
): void {
  const host = hostOf(server.issuer);
  const common = { host, durationMs: 0 };
  trace?.({ ...common, step: "pkce", ...PKCE_FINDING[server.pkce] });
  trace?.({ ...common, step: "registration", ...REGISTRATION_FINDING[registration] });
}

const PKCE_FINDING = {
  S256: { outcome: "ok", sentence: "The sign-in server protects codes with PKCE S256." },
  unstated: { outcome: "failed", sentence: "The sign-in server does not say that it supports PKCE." },
  "plain-only": { outcome: "failed", sentence: "The sign-in server supports only the weak form of PKCE." },
} as const;

const REGISTRATION_FINDING = {
  "metadata-document": {
    outcome: "ok",
    sentence: "The sign-in server reads this console's client metadata document.",
  },
  dynamic: { outcome: "ok", sentence: "This console can register itself with the sign-in server." },
  manual: {
    outcome: "skipped",
    sentence: sentences.noRegistration,
  },
} as const;
