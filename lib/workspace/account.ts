import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { read } from "@/lib/db/read";
import type { MemberActor } from "@/lib/session/current";
import type { SessionView } from "./schema";

/** Changes how one is called. Lines of history keep the name of their time. */
export async function renameMyself(actor: Actor, name: string): Promise<void> {
  const permit = authorize(actor, "people.view");

  await commit(permit, async (tx) => {
    await tx.user.updateMany({
      where: { member: { id: actor.id, workspaceId: permit.workspaceId } },
      data: { name },
    });
    return { value: undefined, event: { unrecorded: "One's own name is nobody else's decision." } };
  });
}

/** Where one is logged in, the browser that asks first. */
export async function listMySessions(actor: MemberActor): Promise<SessionView[]> {
  const permit = authorize(actor, "people.view");
  const rows = await read(permit).session.findMany({
    where: { user: { member: { id: actor.id } }, expiresAt: { gt: new Date() } },
    select: { id: true, userAgent: true, createdAt: true, updatedAt: true },
    orderBy: { updatedAt: "desc" },
    take: 50,
  });
  return rows
    .map(({ id, userAgent, createdAt, updatedAt }) => ({
      id,
      browser: browserIn(userAgent ?? ""),
      startedAt: createdAt,
      lastUsedAt: updatedAt,
      here: id === actor.sessionId,
    }))
    .sort((a, b) => Number(b.here) - Number(a.here));
}

/** Logs one of one's own browsers out. */
export async function endMySession(actor: Actor, sessionId: string): Promise<void> {
  const permit = authorize(actor, "people.view");

  await commit(permit, async (tx) => {
    await tx.session.deleteMany({ where: { id: sessionId, user: { member: { id: actor.id } } } });
    return { value: undefined, event: sessionsAreMine };
  });
}

/** Logs out every browser but the one that asks. */
export async function endMyOtherSessions(actor: MemberActor): Promise<void> {
  const permit = authorize(actor, "people.view");

  await commit(permit, async (tx) => {
    await tx.session.deleteMany({
      where: { user: { member: { id: actor.id } }, NOT: { id: actor.sessionId } },
    });
    return { value: undefined, event: sessionsAreMine };
  });
}

const sessionsAreMine = { unrecorded: "Where one is logged in is not the team's business." };

/** What a person would call the browser a session runs in, from its own description of itself. */
function browserIn(userAgent: string): string {
  const browser = firstIn(userAgent, [
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrom(e|ium)\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = firstIn(userAgent, [
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
  ]);
  return [browser ?? "Unknown browser", system].filter(Boolean).join(" on ");
}

function firstIn(text: string, names: readonly (readonly [RegExp, string])[]): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
