import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import type { AuditEvent } from "./events";
import { type ActivityKind, activityKinds, sentenceFor } from "./sentences";

export type ActivityFilter = {
  /** A member's id; null for everyone, those who left included. */
  memberId: string | null;
  kind: ActivityKind | null;
  /** Counted from 1. */
  page: number;
};

/** A page of history, newest first. */
export async function listActivity(actor: Actor, filter: ActivityFilter): Promise<ActivityPage> {
  const permit = authorize(actor, "activity.view");
  const rows = await read(permit).auditEvent.findMany({
    where: {
      workspaceId: permit.workspaceId,
      ...(filter.memberId === null ? {} : { actorId: filter.memberId }),
      ...(filter.kind === null ? {} : namesOf(filter.kind)),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    skip: (filter.page - 1) * PAGE_SIZE,
    take: PAGE_SIZE + 1,
  });
  return { lines: rows.slice(0, PAGE_SIZE).map(toLine), isLast: rows.length <= PAGE_SIZE };
}

export type ActivityPage = { lines: ActivityLine[]; isLast: boolean };
export type ActivityLine = {
  id: string;
  at: Date;
  sentence: string;
  kind: string;
  durationMs: number | null;
};

const PAGE_SIZE = 50;

function namesOf(kind: ActivityKind): Prisma.AuditEventWhereInput {
  const found = activityKinds.find((one) => one.kind === kind);
  return { OR: (found?.names ?? []).map((name) => ({ name: { startsWith: `${name}.` } })) };
}

type Row = {
  id: string;
  at: Date;
  actorName: string;
  name: string;
  subjectId: string | null;
  detail: unknown;
};

function toLine(row: Row): ActivityLine {
  const event = eventIn(row);
  const family = row.name.split(".")[0];
  const kind = activityKinds.find(({ names }) => names.some((name) => name === family));
  return {
    id: row.id,
    at: row.at,
    sentence: sentenceFor(row.actorName, event),
    kind: kind?.label ?? "Other",
    durationMs: event.name === "tool.called" ? event.detail.durationMs : null,
  };
}

function eventIn({ name, subjectId, detail }: Row): AuditEvent {
  // Safe: rows of this table are written by commit() and recordCall() alone, from this type.
  return { name, subject: subjectId, detail } as AuditEvent;
}
