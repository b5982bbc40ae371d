import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import { env } from "@/lib/env";
import { type NoticeView, newsKinds } from "./schema";

/** The actor's news that nobody has dismissed yet, the newest first. */
export async function listNews(actor: Actor): Promise<NoticeView[]> {
  const permit = authorize(actor, "notices.own");
  const rows = await read(permit).notice.findMany({
    where: {
      workspaceId: permit.workspaceId,
      memberId: permit.actor.id,
      seenAt: null,
      kind: { in: [...newsKinds] },
    },
    select: { id: true, kind: true, subjectId: true, title: true, text: true, href: true, createdAt: true },
    orderBy: { createdAt: "desc" },
    take: 50,
  });
  return rows.flatMap((row) => {
    const kind = newsKinds.find((one) => one === row.kind);
    return kind ? [{ ...row, kind }] : [];
  });
}

/** Whether the actor's news also come by e-mail. Null: this console sends none. */
export async function findMailChoice(actor: Actor): Promise<boolean | null> {
  const permit = authorize(actor, "notices.own");
  if (!env.PATCHBAY_SMTP_URL) return null;
  const member = await read(permit).member.findFirst({
    where: { id: permit.actor.id, workspaceId: permit.workspaceId },
    select: { mailNotices: true },
  });
  return member?.mailNotices ?? null;
}
