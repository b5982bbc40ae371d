import { db } from "@/lib/db/client";
import * as noticeCommands from "@/lib/notices/commands";
import * as noticeQueries from "@/lib/notices/queries";
import type { MemberActor } from "@/lib/session/current";
import type { House } from "./isolation-house";
import { type Row, to } from "./isolation-row";

/** What concerns people's news. */
export const noticeRows: Record<string, Row> = {
  "notices.listNews": {
    needs: "notices.own",
    stranger: "acts at home",
    isPersonal: true,
    async does({ house, whose }) {
      await news(house, whose);
      return (actor) => noticeQueries.listNews(actor);
    },
  },
  "notices.findMailChoice": {
    needs: "notices.own",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor) => noticeQueries.findMailChoice(actor)),
  },
  "notices.dismissNotices": {
    needs: "notices.own",
    stranger: "acts at home",
    isPersonal: true,
    async does({ house, whose }) {
      const id = await news(house, whose);
      return (actor) => noticeCommands.dismissNotices(actor, [id]);
    },
  },
  "notices.chooseMail": {
    needs: "notices.own",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor) => noticeCommands.chooseMail(actor, "off")),
  },
};

async function news({ workspaceId, marks }: House, { id: memberId }: MemberActor): Promise<string> {
  const words = { title: `${marks[0]} failed`, text: "", href: "/" };
  const data = { ...words, workspaceId, memberId, kind: "runFailed", subjectId: "a run" } as const;
  return (await db().notice.create({ data })).id;
}
