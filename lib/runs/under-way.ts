import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import type { Change } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { readLimits } from "./limits";

/** Runs of one person that take a worker's place, or wait for one. Who waits for an answer takes none. */
function underWay(memberId: string): Prisma.RunWhereInput {
  return { memberId, status: { in: ["queued", "working"] } };
}

/** Throws `conflict` when as many runs of the person are under way as may be at once. Until the change lands no other is begun for them. */
export async function requireRoom(tx: Change, { actor }: PersonalPermit, atOnce: number): Promise<void> {
  await lockPerson(tx, actor.id);
  if ((await tx.run.count({ where: underWay(actor.id) })) < atOnce) return;
  const runs = atOnce === 1 ? "1 of your runs is" : `${atOnce} of your runs are`;
  throw new Failure(
    "conflict",
    `${runs} under way, and no more may be at once. Wait until one ends, or stop one.`,
  );
}

/** The same without a promise that it is still so in a moment. */
export async function hasRoom(permit: PersonalPermit): Promise<boolean> {
  const [{ atOnce }, count] = await Promise.all([
    readLimits(permit),
    read(permit).run.count({ where: underWay(permit.actor.id) }),
  ]);
  return count < atOnce;
}

/** Whoever counts what a person has, and adds to it, does so one after the other. */
export async function lockPerson(tx: Change, memberId: string): Promise<void> {
  // Not FOR UPDATE: that would also wait for, and hold up, every insert that refers to the person.
  await tx.$queryRaw`SELECT id FROM "Member" WHERE id = ${memberId} FOR NO KEY UPDATE`;
}
