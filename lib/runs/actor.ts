import "server-only";
import { type Actor, systemPermit } from "@/lib/access/actor";
import { read } from "@/lib/db/read";

/** The person a run or schedule acts as, as they are now. Null: they have left. */
export async function actorFor(memberId: string | null, door: BackgroundDoor): Promise<Actor | null> {
  if (memberId === null) return null;
  const member = await read(systemPermit("work on a run", "none")).member.findUnique({
    where: { id: memberId },
    select: { id: true, role: true, workspaceId: true, user: { select: { name: true } } },
  });
  if (!member) return null;
  const { user, ...person } = member;
  return { ...door, ...person, name: user.name };
}

type BackgroundDoor = { kind: "run"; runId: string } | { kind: "schedule"; scheduleId: string };
