import "server-only";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { probeServer } from "@/lib/mcp/probe";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import { isSamePlace } from "@/lib/oauth/same-place";
import type { Trace } from "@/lib/oauth/trace";
import { findSignIn, type PreparedClient } from "./client";
import { MovedServer, noteMoved } from "./moved-server";
import { traceProbe } from "./prepare";
import { isSpent, replaceClient } from "./replacement";
import { type OAuthSettings, settings } from "./schema";
import { authorizationServer, openClient } from "./secrets";

/**
 * Brings what is stored of a connection's sign-in server up to date: before each
 * consent, and when its token endpoint no longer answers as it should. A server
 * that leads elsewhere is noted and not followed (throws MovedServer); one that
 * says nothing just now changes nothing. A registration that the provider has lost, or whose secret
 * is about to end, is made again. What a consent asks for stays: people would otherwise lose what they had.
 */
export async function freshenClient(permit: Permit, connectionId: string, trace: Trace): Promise<void> {
  const row = await read(permit).connection.findFirst({
    where: { id: connectionId, workspaceId: permit.workspaceId },
    select: { name: true, url: true, settings: true, client: true },
  });
  const parsed = row && settings.parse(row.settings);
  if (!row?.client || parsed?.authorization !== "oauth") return;

  const stored = openClient(row.client);
  const found = await lookAgain(new URL(row.url), parsed, stored.server, trace);
  const moved = found ? found.server : row.client.movedTo && authorizationServer(row.client.movedTo);
  if (moved && !isSamePlace(stored.server, moved)) {
    const failure = new MovedServer(stored.server, moved);
    await noteMoved(permit, connectionId, failure);
    throw failure;
  }
  if (found) await writeFound(permit, connectionId, row.client.clientId, found);
  if (isSpent(row.client))
    await replaceClient(permit, { id: connectionId, name: row.name, settings: parsed, trace }, row.client, {
      ...stored,
      ...found,
    });
}

type Found = Pick<PreparedClient, "server" | "resource">;

/** Null when nothing can be learned now. A person waits for this, so it does not take long. */
async function lookAgain(
  url: URL,
  parsed: OAuthSettings,
  agreed: AuthorizationServer,
  trace: Trace,
): Promise<Found | null> {
  const signal = AbortSignal.timeout(LOOK_MAX_MS);
  const look = async () => {
    const finding = await probeServer({ url, fetch: guardedFetch, onStep: traceProbe(url, trace), signal });
    if (finding.kind === "refused") return null;
    const { server, resource } = await findSignIn({
      url,
      settings: parsed,
      challenge: finding.challenge,
      turnedAway: finding.signIn !== "none",
      agreed,
      trace,
      fetch: (input, init) => guardedFetch(input, { ...init, signal }),
    });
    return { server, resource };
  };
  return look().catch((error: unknown) => {
    if (error instanceof Failure || signal.aborted) return null;
    throw error;
  });
}

const LOOK_MAX_MS = 6_000;

async function writeFound(
  permit: Permit,
  connectionId: string,
  clientId: string,
  found: Found,
): Promise<void> {
  const { server, resource } = found;
  await commit(permit, async (tx) => {
    await tx.oAuthClient.updateMany({
      where: { connectionId, clientId, issuer: server.issuer },
      data: { server, resource, movedTo: Prisma.DbNull },
    });
    return { value: undefined, event: { unrecorded: "what the sign-in server says of itself" } };
  });
}
