import "server-only";
import { type Actor, systemPermit } from "@/lib/access/actor";
import { read } from "@/lib/db/read";

/** The person a run acts as, as they are now. Null: they have left. */
export async function actorOf(run: { id: string; memberId: string | null }): Promise<Actor | null> {
  if (run.memberId === null) return null;
  const member = await read(systemPermit("work on a run", "none")).member.findUnique({
    where: { id: run.memberId },
    select: { id: true, role: true, workspaceId: true, user: { select: { name: true } } },
  });
  if (!member) return null;
  const { user, ...person } = member;
  return { kind: "run", runId: run.id, ...person, name: user.name };
}
