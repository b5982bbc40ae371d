import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { isShared, isVouched } from "@/lib/connections/policy";
import { type Settings, settings } from "@/lib/connections/schema";
import { openHeaders } from "@/lib/connections/secrets";
import { read } from "@/lib/db/read";
import { type GuardedFetch, guardedFetch } from "@/lib/egress/fetch";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import type { Upstream } from "@/lib/mcp/upstream";
import { routes } from "@/lib/routes";
import { isOver, openCredential, type StoredTokens, staticHeaders } from "./credential";
import { tokensAtFirstUse } from "./first-use";
import { needsCredential } from "./queries";
import { type CallSignIn, freshTokens } from "./refresh";
import { reachableBy, signInFor } from "./whose";

/** A connection as one person reaches it. */
export type Reached = {
  connection: { id: string; name: string; url: string; settings: Settings; listedAt: Date | null };
  /** Null where the connection asks for no sign-in. */
  signIn: CallSignIn | null;
  upstream: Upstream;
};

/** The way to a connection with the actor's own credential. Throws `sign-in-required`, naming the connection, when they have none. */
export async function upstreamFor(actor: Actor, connectionId: string): Promise<Reached> {
  const permit = authorize(actor, "connections.view");
  const row = await read(permit).connection.findFirst({
    where: { id: connectionId, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: reachable(permit.actor.id),
  });
  if (!row) throw new Failure("not-found", "That connection is no longer here.");
  return reach(permit, row);
}

/** What `reach` needs of a connection: its row, and of the sign-ins to it this person's and the workspace's. */
export function reachable(memberId: string) {
  return {
    id: true,
    name: true,
    url: true,
    settings: true,
    sharedHeaders: true,
    era: true,
    listedAt: true,
    version: true,
    signIns: { where: reachableBy(memberId) },
  } as const;
}

export type ReachableRow = {
  id: string;
  name: string;
  url: string;
  settings: unknown;
  sharedHeaders: string | null;
  era: string | null;
  listedAt: Date | null;
  version: number;
  signIns: CallSignIn[];
};

export function reach(permit: PersonalPermit, row: ReachableRow): Reached {
  const parsed = settings.parse(row.settings);
  // One may be left from before the connection was changed.
  const signIn = needsCredential(parsed) ? signInFor(row.signIns, parsed, permit.actor.id) : null;
  const source = sourceFor(permit, row, parsed, signIn);
  return {
    connection: { id: row.id, name: row.name, url: row.url, settings: parsed, listedAt: row.listedAt },
    signIn,
    upstream: {
      key: sessionKey(row, permit.actor.id, signIn),
      url: new URL(row.url),
      era: row.era === "2025" || row.era === "2026" ? row.era : null,
      fetch: withCredential(new URL(row.url).origin, source),
    },
  };
}

/** Sessions are never shared between people, nor between somebody's earlier sign-in and the present one. */
function sessionKey(
  connection: { id: string; version: number },
  memberId: string,
  signIn: { signedInAt: Date } | null,
): string {
  return `${connection.id}:${connection.version}:${memberId}:${signIn?.signedInAt.getTime() ?? 0}`;
}

/** Headers to send, and what to send instead when the server refuses them: null when there is nothing better. */
type Attached = { headers: Record<string, string>; next: () => Promise<Attached | null> };

type Source = () => Promise<Attached | null>;

function sourceFor(
  permit: PersonalPermit,
  row: ReachableRow,
  parsed: Settings,
  signIn: CallSignIn | null,
): Source {
  const shared = openHeaders(row);
  if (!needsCredential(parsed)) return unchanging(shared);

  const isGood = signIn?.status !== "needsReconnect" && signIn?.boundUrl === row.url;
  if (!isGood || !signIn.credential) {
    if (isVouched(parsed)) return () => attachAtFirstUse(permit, row.id);
    throw signInRequired(row, parsed);
  }
  if (parsed.authorization === "oauth") return () => attachTokens(signIn, null);
  return unchanging({ ...shared, ...staticHeaders(parsed, openCredential(signIn.credential, signIn)) });
}

/** Refused tokens are renewed once. New ones that are refused as well are no good, unless they ran out on the way. */
async function attachTokens(signIn: CallSignIn, refused: StoredTokens | null): Promise<Attached | null> {
  const tokens = await freshTokens(signIn, refused);
  return (
    tokens && {
      headers: { Authorization: `Bearer ${tokens.accessToken}` },
      next: async () => (refused && !isOver(tokens) ? null : attachTokens(signIn, tokens)),
    }
  );
}

/** Nobody has to press anything where the company vouches for the person. */
async function attachAtFirstUse(permit: PersonalPermit, connectionId: string): Promise<Attached> {
  const { accessToken } = await tokensAtFirstUse(permit, connectionId);
  return unchanging({ Authorization: `Bearer ${accessToken}` })();
}

/** A credential that never changes has nothing to offer after it was refused. */
export function unchanging(headers: Record<string, string>): () => Promise<Attached> {
  return async () => ({ headers, next: async () => null });
}

/** Attaches headers to requests for exactly this origin. A 401 is answered with newer ones, where there are any: the server did not run that request. */
export function withCredential(origin: string, source: Source): GuardedFetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) return guardedFetch(input, init);

    let attached = await source().catch(asOurs);
    for (let retries = 0; ; retries += 1) {
      const response = await send(input, init, attached?.headers ?? {});
      if (response.status !== 401 || retries === RETRIES_MAX) return response;
      const next = await attached?.next().catch(asOurs);
      if (!next) return response;
      await response.body?.cancel();
      attached = next;
    }
  };
}

const RETRIES_MAX = 3;

/** Nothing was sent yet, so that it failed is no fault of the server, and the caller may try again. */
function asOurs(error: unknown): never {
  if (error instanceof Failure) throw error;
  throw new Failure("unavailable", "This console could not read your sign-in. Try again in a moment.", {
    cause: error,
  });
}

function send(
  input: Parameters<GuardedFetch>[0],
  init: Parameters<GuardedFetch>[1],
  credential: Record<string, string>,
): Promise<Response> {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  for (const [name, value] of Object.entries(credential)) headers.set(name, value);
  return guardedFetch(input, { ...init, headers });
}

export function signInRequired(connection: { id: string; name: string }, parsed: Settings): Failure {
  if (isShared(parsed)) {
    const link = `${env.PATCHBAY_URL}${routes.connection(connection.id)}`;
    const sentence = `An admin has to sign the workspace in to ${connection.name}: ${link}`;
    return new Failure("sign-in-required", sentence);
  }
  const link = `${env.PATCHBAY_URL}${routes.signIn(connection.id)}`;
  return new Failure("sign-in-required", `Sign in to ${connection.name} first: ${link}`);
}
