import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { listTools, type ToolListing } from "@/lib/mcp/tools";
import { upstreamFor } from "@/lib/sign-ins/upstream";
import { changesOf } from "./changes";
import { LISTED } from "./listed";
import { holdConnection, takeIn } from "./listing";
import type { ListingOutcome, ToolChange } from "./schema";
import { toFailure } from "./trouble";

/** Lists a connection's tools with the admin's own sign-in and compares them with the reviewed catalogue. */
export async function refreshTools(actor: Actor, connectionId: string): Promise<ListingOutcome> {
  const permit = authorize(actor, "connections.manage");
  const reached = await upstreamFor(actor, connectionId);
  const listing = await listTools(reached.upstream).catch(async (error: unknown) => {
    const failure = await toFailure(permit, reached, error);
    await noteListFailure(permit, connectionId, failure.message);
    throw failure;
  });
  return takeIn(permit, connectionId, listing, "takes over");
}

/** Takes in what somebody's sign-in has just listed. */
export async function recordListing(
  actor: Actor,
  connectionId: string,
  listing: ToolListing,
): Promise<ListingOutcome> {
  const permit = authorize(actor, "signIns.own");
  return takeIn(permit, connectionId, listing, "adds");
}

/**
 * Accepts changes that were on the screen, each as `toolId:fingerprint`, or
 * `toolId:gone`. What moved since then is a conflict: nobody accepts what they
 * have not seen. Returns how many were accepted.
 */
export async function acceptChanges(actor: Actor, connectionId: string, accepted: string[]): Promise<number> {
  const permit = authorize(actor, "connections.manage");
  const place = { connectionId, workspaceId: permit.workspaceId };
  if (accepted.length === 0) throw new Failure("invalid", "Choose at least one change to accept.");

  return commit(permit, async (tx) => {
    const connection = await holdConnection(tx, place);
    const tools = await tx.tool.findMany({ where: place, select: LISTED });
    const changes = changesOf(tools);
    const bySeen = new Map(changes.map((change) => [`${change.toolId}:${change.seen ?? "gone"}`, change]));
    const chosen = accepted.map((key) => bySeen.get(key));
    const known = chosen.filter((change) => change !== undefined);
    if (known.length < chosen.length) {
      throw new Failure(
        "conflict",
        "The server changed these tools again meanwhile. Reload to see what is new.",
      );
    }
    const acceptedOf = new Map(tools.map(({ id, accepted }) => [id, accepted]));
    for (const change of known) await accept(tx, change, acceptedOf.get(change.toolId) ?? []);
    const detail = { connection: connection.name, tools: known.map(({ name }) => name) };
    return { value: known.length, event: { name: "tools.accepted", subject: connectionId, detail } };
  });
}

/** For each tool; a server that describes one to every person anew is held again for the later ones. */
const ACCEPTED_MAX = 100;

async function accept(tx: Change, change: ToolChange, accepted: string[]): Promise<void> {
  if (change.kind === "gone") {
    await tx.tool.deleteMany({ where: { id: change.toolId, picks: { none: {} } } });
    await tx.tool.updateMany({
      where: { id: change.toolId },
      data: { reviewedFingerprint: null, accepted: [] },
    });
    return;
  }
  if (change.kind === "renamed") {
    await tx.tool.delete({ where: { id: change.toolId } });
  }
  const toolId = change.kind === "renamed" ? change.fromToolId : change.toolId;
  await tx.tool.update({
    where: { id: toolId },
    data: {
      name: change.name,
      reviewed: change.after,
      reviewedFingerprint: change.seen,
      latest: change.after,
      latestFingerprint: change.seen,
      accepted: [...accepted, change.seen].slice(-ACCEPTED_MAX),
    },
  });
  await tx.pick.updateMany({ where: { toolId }, data: { fingerprint: change.seen } });
}

async function noteListFailure(
  permit: PersonalPermit,
  connectionId: string,
  sentence: string,
): Promise<void> {
  await commit(permit, async (tx) => {
    await tx.connection.updateMany({
      where: { id: connectionId, workspaceId: permit.workspaceId },
      data: { listFailure: sentence },
    });
    return { value: undefined, event: { unrecorded: "a listing that failed" } };
  });
}
