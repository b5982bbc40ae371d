import "server-only";
import type { Change } from "@/lib/audit/commit";
import type { Tool } from "@/lib/db/generated/client";
import type { ToolListing } from "@/lib/mcp/tools";
import { fingerprintOf } from "./fingerprint";
import type { JsonObject, ToolStatus } from "./schema";

/**
 * The catalogue keeps, for each tool, what an admin accepted beside what the
 * server said last. The very first listing is accepted as it is: it is what the
 * admin added the server for. After that, whatever is new or different is held.
 *
 * Servers may list different tools to different people, so a list can only retire
 * the tools it is responsible for: those its person was the last to answer for.
 * They may also describe one tool differently to different people, so a definition
 * that was accepted once stays accepted: going back to it holds nothing.
 */
export type Listed = { permitActorId: string; takesOver: boolean; isFirst: boolean };

type Stored = Pick<Tool, keyof typeof STORED>;

export function statusOf(
  tool: Pick<Tool, "reviewedFingerprint" | "latestFingerprint" | "unusable">,
): ToolStatus {
  if (tool.unusable !== null) return "unusable";
  if (tool.latestFingerprint === null) return "gone";
  if (tool.reviewedFingerprint === null) return "new";
  return tool.reviewedFingerprint === tool.latestFingerprint ? "ready" : "changed";
}

/** Brings a connection's rows to a listing. The caller holds the connection's row. Says whether anything is different now. */
export async function writeListing(
  tx: Change,
  place: Place,
  listing: ToolListing,
  how: Listed,
): Promise<boolean> {
  const stored = await tx.tool.findMany({ where: place, select: STORED });
  const byName = new Map(stored.map((tool) => [tool.name, tool]));
  const seen = listing.tools.map((tool, position) => {
    // Safe: it was read from JSON, so it is JSON.
    const definition = tool as JsonObject;
    return { name: tool.name, position, definition, fingerprint: fingerprintOf(definition) };
  });

  const added = await addNew(
    tx,
    place,
    seen.filter(({ name }) => !byName.has(name)),
    how,
  );
  const moved = await updateMoved(tx, seen, byName);
  await writeUnusable(tx, place, listing, byName, how);
  if (how.takesOver) await takeOver(tx, place, seen, byName, how);
  const retired = listing.truncated ? 0 : await retire(tx, place, stored, listing, how);
  return added + moved + retired > 0;
}

type Seen = { name: string; position: number; definition: JsonObject; fingerprint: string };
type Place = { workspaceId: string; connectionId: string };

async function addNew(tx: Change, place: Place, tools: Seen[], how: Listed): Promise<number> {
  if (tools.length === 0) return 0;
  await tx.tool.createMany({
    data: tools.map(({ name, position, definition, fingerprint }) => ({
      ...place,
      name,
      position,
      latest: definition,
      latestFingerprint: fingerprint,
      ...(how.isFirst && {
        reviewed: definition,
        reviewedFingerprint: fingerprint,
        accepted: [fingerprint],
      }),
      seenBy: how.permitActorId,
    })),
  });
  return tools.length;
}

async function updateMoved(tx: Change, seen: Seen[], byName: Map<string, Stored>): Promise<number> {
  let moved = 0;
  for (const { name, position, definition, fingerprint } of seen) {
    const stored = byName.get(name);
    if (!stored || (stored.latestFingerprint === fingerprint && stored.unusable === null)) continue;
    await tx.tool.update({
      where: { id: stored.id },
      data: {
        position,
        latest: definition,
        latestFingerprint: fingerprint,
        unusable: null,
      },
    });
    const isAccepted = stored.accepted.includes(fingerprint);
    if (isAccepted) await goBack(tx, stored, definition, fingerprint);
    // From one accepted definition to another is no news.
    if (!isAccepted || statusOf(stored) !== "ready") moved += 1;
  }
  return moved;
}

/** Picks made from the definition that was in force go along, as they do when an admin accepts a change. */
async function goBack(
  tx: Change,
  { id, reviewedFingerprint, latestFingerprint }: Stored,
  reviewed: JsonObject,
  fingerprint: string,
): Promise<void> {
  const isReturn = latestFingerprint !== null && latestFingerprint !== fingerprint;
  await tx.tool.update({
    where: { id },
    data: { reviewed, reviewedFingerprint: fingerprint, ...(isReturn && { goesBack: true }) },
  });
  await tx.pick.updateMany({
    where: { toolId: id, fingerprint: reviewedFingerprint ?? "" },
    data: { fingerprint },
  });
}

async function writeUnusable(
  tx: Change,
  place: Place,
  listing: ToolListing,
  byName: Map<string, Stored>,
  how: Listed,
): Promise<void> {
  const listed = new Set(listing.tools.map(({ name }) => name));
  const unusable = new Map(
    listing.unusable.filter(({ name }) => !listed.has(name)).map((tool) => [tool.name, tool.reason]),
  );
  for (const [name, reason] of unusable) {
    const stored = byName.get(name);
    if (stored?.unusable === reason) continue;
    const data = { unusable: reason, latestFingerprint: null };
    if (stored) await tx.tool.update({ where: { id: stored.id }, data });
    else
      await tx.tool.create({
        data: { ...place, ...data, name, position: listed.size, seenBy: how.permitActorId },
      });
  }
}

async function takeOver(
  tx: Change,
  place: Place,
  seen: Seen[],
  byName: Map<string, Stored>,
  how: Listed,
): Promise<void> {
  const foreign = seen.filter(
    ({ name }) => byName.has(name) && byName.get(name)?.seenBy !== how.permitActorId,
  );
  if (foreign.length === 0) return;
  await tx.tool.updateMany({
    where: { ...place, name: { in: foreign.map(({ name }) => name) } },
    data: { seenBy: how.permitActorId },
  });
}

/** Tools that are no longer listed: those never accepted vanish, the others wait for an admin to look. */
async function retire(
  tx: Change,
  place: Place,
  stored: Stored[],
  listing: ToolListing,
  how: Listed,
): Promise<number> {
  const names = new Set([...listing.tools, ...listing.unusable].map(({ name }) => name));
  const missing = stored.filter((tool) => !names.has(tool.name) && answersFor(tool, how));
  const [never, accepted] = [
    missing.filter((tool) => tool.reviewedFingerprint === null),
    missing.filter((tool) => tool.reviewedFingerprint !== null && tool.latestFingerprint !== null),
  ];
  await tx.tool.deleteMany({
    where: { ...place, id: { in: never.map(({ id }) => id) }, picks: { none: {} } },
  });
  await tx.tool.updateMany({
    where: { ...place, id: { in: accepted.map(({ id }) => id) } },
    data: { latestFingerprint: null, unusable: null },
  });
  return accepted.length;
}

function answersFor({ seenBy }: Stored, how: Listed): boolean {
  return seenBy === null || seenBy === how.permitActorId;
}

const STORED = {
  id: true,
  name: true,
  reviewedFingerprint: true,
  latestFingerprint: true,
  accepted: true,
  unusable: true,
  seenBy: true,
} as const;
