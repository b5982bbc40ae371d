import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { listTools, type ToolListing } from "@/lib/mcp/tools";
import type { Reached } from "@/lib/sign-ins/upstream";
import { writeListing } from "./catalogue";
import { changesOf } from "./changes";
import { LISTED } from "./listed";
import type { ListingOutcome } from "./schema";

/**
 * Takes a listing into the catalogue. `takes over`: an admin refreshed, so from
 * now on their list says which of its tools are gone. `adds`: somebody's sign-in
 * or call happened to list.
 */
export async function takeIn(
  permit: PersonalPermit,
  connectionId: string,
  listing: ToolListing,
  how: "adds" | "takes over",
): Promise<ListingOutcome> {
  const place = { connectionId, workspaceId: permit.workspaceId };
  return commit(permit, async (tx) => {
    const connection = await holdConnection(tx, place);
    const isFirst = connection.listedAt === null;
    const isDifferent = await writeListing(tx, place, listing, {
      permitActorId: permit.actor.id,
      takesOver: how === "takes over",
      isFirst,
    });
    await tx.connection.update({
      where: { id: connectionId },
      data: {
        listedAt: new Date(),
        listFailure: null,
        listTruncated: listing.truncated,
        era: listing.era,
        protocolVersion: listing.protocolVersion,
        ...(listing.server && { serverName: listing.server.name, serverVersion: listing.server.version }),
      },
    });
    const changes = changesOf(await tx.tool.findMany({ where: place, select: LISTED }));
    const held = changes.filter(({ kind }) => kind !== "gone").map(({ name }) => name);
    const tools = listing.tools.length;
    return {
      value: {
        tools,
        held: held.length,
        gone: changes.length - held.length,
        unusable: listing.unusable.length,
        first: isFirst,
      },
      event: isDifferent
        ? {
            name: "tools.listed",
            subject: connectionId,
            detail: { connection: connection.name, tools, held },
          }
        : { unrecorded: "a listing that changed nothing" },
    };
  });
}

/** Listings and acceptances of one connection take turns. */
export async function holdConnection(
  tx: Change,
  { connectionId, workspaceId }: { connectionId: string; workspaceId: string },
) {
  await tx.$queryRaw`SELECT id FROM "Connection" WHERE id = ${connectionId} FOR UPDATE`;
  const connection = await tx.connection.findFirst({
    where: { id: connectionId, workspaceId },
    select: { name: true, listedAt: true },
  });
  if (!connection) throw new Failure("not-found", "That connection is no longer here.");
  return connection;
}

/** How old a listing may be before a call looks again: long enough to cost nothing, short enough to notice a swapped tool. */
const FRESH_MS = 15 * 60_000;

/**
 * Looks at the server's tools again when nobody has for a while, with the
 * caller's own sign-in, so that a definition that was swapped is held before it
 * is called. Says whether it looked. Callers that come meanwhile wait for the
 * same look. A server that won't list now is the call's to report.
 */
export async function lookAgain(permit: PersonalPermit, reached: Reached): Promise<boolean> {
  const { connection } = reached;
  if (Date.now() - (connection.listedAt?.getTime() ?? 0) < FRESH_MS) return false;

  const look =
    looks.get(connection.id) ?? lookOnce(permit, reached).finally(() => looks.delete(connection.id));
  looks.set(connection.id, look);
  return look;
}

const looks = new Map<string, Promise<boolean>>();

async function lookOnce(permit: PersonalPermit, { connection, upstream }: Reached): Promise<boolean> {
  const listing = await listTools(upstream).catch(() => null);
  if (listing) await takeIn(permit, connection.id, listing, "adds");
  return listing !== null;
}
