import "server-only";
import { allows, roles } from "@/lib/access/policy";
import type { Change } from "@/lib/audit/commit";
import type { NoticeKind, Prisma, SignIn } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import type { News } from "./schema";
import { noticeOf } from "./sentences";

/**
 * Tells a member something, inside the transaction of the change it is about:
 * nobody hears of what did not happen, and nothing that happened is forgotten.
 * Where mail is configured, lib/notices/mailing sends it afterwards. Whoever has
 * left is told nothing, and whoever has not seen the same yet is not told again.
 */
export async function notify(
  tx: Change,
  to: { workspaceId: string; memberId: string },
  news: News,
): Promise<void> {
  const { workspaceId, memberId } = to;
  const notice = { ...noticeOf(news), kind: news.kind, workspaceId, memberId };
  const { kind, subjectId } = notice;
  if ((await tx.member.count({ where: { id: memberId, workspaceId } })) === 0) return;
  if ((await tx.notice.count({ where: { memberId, kind, subjectId, seenAt: null } })) > 0) return;
  // Due at once, whatever the clocks of the machines say.
  const mailAt = env.PATCHBAY_SMTP_URL ? new Date(0) : null;
  await tx.notice.create({ data: { ...notice, mailAt } });
}

/** A sign-in stopped working: its person hears of it, or where it is the workspace's, everyone who can renew it. */
export async function notifyOfSignIn(
  tx: Change,
  { workspaceId, memberId, connectionId }: Pick<SignIn, "workspaceId" | "memberId" | "connectionId">,
  connection: string,
): Promise<void> {
  if (memberId !== null)
    return notify(tx, { workspaceId, memberId }, { kind: "signIn", connectionId, connection });
  const role = { in: roles.filter((one) => allows(one, "connections.manage")) };
  for (const { id } of await tx.member.findMany({ where: { workspaceId, role }, select: { id: true } })) {
    await notify(tx, { workspaceId, memberId: id }, { kind: "workspaceSignIn", connectionId, connection });
  }
}

/** What notices were about is over: it is no news any more, and what was not mailed yet never is. */
export async function settleNotices(
  tx: Change,
  about: { kind: NoticeKind; memberId?: string } & ({ subjectId: string } | { href: string }),
): Promise<void> {
  await markSeen(tx, about);
}

export async function markSeen(tx: Change, where: Prisma.NoticeWhereInput): Promise<void> {
  await tx.notice.updateMany({
    where: { ...where, seenAt: null },
    data: { seenAt: new Date(), mailAt: null },
  });
}
