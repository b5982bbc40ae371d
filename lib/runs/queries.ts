import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { settings } from "@/lib/connections/schema";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import type { JsonObject } from "@/lib/mcp/upstream";
import { calledAs } from "@/lib/sign-ins/queries";
import { nextTimes } from "./cron";
import { placed } from "./record";
import type { ApprovalView, PlacedEvent, RunStatus, RunView, ScheduleView } from "./schema";
import { rhythmWords } from "./sentences";

/** The newest runs first. `before` is the last one of the page before. */
export async function listRuns(
  actor: Actor,
  filter: { assignmentId?: string; status?: RunStatus; mine?: true; before?: Date; most?: number },
): Promise<RunView[]> {
  const permit = authorize(actor, "runs.view");
  const rows = await read(permit).run.findMany({
    where: {
      workspaceId: permit.workspaceId,
      ...(filter.assignmentId && { assignmentId: filter.assignmentId }),
      ...(filter.status && { status: filter.status }),
      ...(filter.mine && { memberId: permit.actor.id }),
      ...(filter.before && { createdAt: { lt: filter.before } }),
    },
    select: SHOWN,
    orderBy: { createdAt: "desc" },
    take: filter.most ?? 50,
  });
  return rows.map((row) => toView(row, actor));
}

export async function findRun(actor: Actor, id: string): Promise<RunView | null> {
  const permit = authorize(actor, "runs.view");
  const row = await read(permit).run.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: SHOWN,
  });
  return row && toView(row, actor);
}

/** What happened in a run from `from` on, and what the model is saying just now. Null: there is no such run. */
export async function readTranscript(
  actor: Actor,
  id: string,
  from: number,
): Promise<{ events: PlacedEvent[]; saying: string; status: RunStatus } | null> {
  const permit = authorize(actor, "runs.view");
  const run = await read(permit).run.findFirst({
    // Joined, the events would come as JSONB, which changes the order in which arguments were given.
    relationLoadStrategy: "query",
    where: { id, workspaceId: permit.workspaceId },
    select: {
      saying: true,
      status: true,
      events: { where: { position: { gte: from } }, orderBy: { position: "asc" } },
    },
  });
  return run && { events: run.events.map(placed).map(withoutMemo), saying: run.saying, status: run.status };
}

/** A model's memo is large, and nobody but the model can read it. */
function withoutMemo({ event, ...entry }: PlacedEvent): PlacedEvent {
  return { ...entry, event: event.name === "model.said" ? { ...event, memo: null } : event };
}

/** The calls that wait for the actor's own yes or no, the oldest first. */
export async function listWaitingApprovals(actor: Actor): Promise<ApprovalView[]> {
  const permit = authorize(actor, "runs.view");
  return ownApprovals(permit, { status: "waiting", expiresAt: { gt: new Date() } });
}

/** The approvals of one run that are the actor's to give. */
export async function listRunApprovals(actor: Actor, runId: string): Promise<ApprovalView[]> {
  const permit = authorize(actor, "runs.view");
  return ownApprovals(permit, { runId });
}

export async function findApproval(actor: Actor, id: string): Promise<ApprovalView | null> {
  const permit = authorize(actor, "runs.view");
  const [approval] = await ownApprovals(permit, { id });
  return approval ?? null;
}

/** When an assignment runs by itself, and as whom. */
export async function listSchedules(actor: Actor, assignmentId: string): Promise<ScheduleView[]> {
  const permit = authorize(actor, "runs.view");
  const rows = await read(permit).schedule.findMany({
    where: { assignmentId, workspaceId: permit.workspaceId },
    include: { member: { select: NAME }, pausedBy: { select: NAME } },
    orderBy: { createdAt: "asc" },
  });
  const now = new Date();
  return rows.map((row) => scheduleView(row, actor, now));
}

const NAME = { user: { select: { name: true } } } as const;

type ScheduleRow = Prisma.ScheduleGetPayload<{
  include: { member: { select: typeof NAME }; pausedBy: { select: typeof NAME } };
}>;

function scheduleView(row: ScheduleRow, actor: Actor, now: Date): ScheduleView {
  const { id, assignmentId, memberId, message, cron, timeZone, nextAt, pausedFor, failing } = row;
  return {
    id,
    assignmentId,
    person: row.member.user.name,
    own: memberId === actor.id,
    message,
    cron,
    timeZone,
    when: rhythmWords(cron, timeZone),
    status: nextAt ? "on" : "paused",
    pausedFor,
    pausedBy: row.pausedBy && { name: row.pausedBy.user.name, isMaker: row.pausedById === memberId },
    missed: row.missedAt && row.missedFor ? { at: row.missedAt, reason: row.missedFor } : null,
    failing,
    next: nextAt ? nextTimes({ cron, timeZone }, now, 3) : [],
  };
}

async function ownApprovals(
  permit: PersonalPermit,
  where: Prisma.ApprovalWhereInput,
): Promise<ApprovalView[]> {
  const rows = await read(permit).approval.findMany({
    where: { ...where, workspaceId: permit.workspaceId, memberId: permit.actor.id },
    orderBy: { createdAt: "asc" },
    include: { tool: { select: { connection: { select: { settings: true } } } } },
    take: 200,
  });
  return rows.map((row) => ({
    id: row.id,
    runId: row.runId,
    assignment: row.assignmentName,
    tool: row.toolName,
    connection: row.connectionName,
    person: permit.actor.name,
    as: row.tool && calledAs(settings.parse(row.tool.connection.settings)),
    // Safe: only objects are written there.
    arguments: row.arguments as JsonObject,
    status: row.status,
    expiresAt: row.expiresAt,
  }));
}

const SHOWN = {
  id: true,
  assignmentId: true,
  assignmentName: true,
  memberId: true,
  memberName: true,
  status: true,
  createdAt: true,
  endedAt: true,
} as const;

type Row = Prisma.RunGetPayload<{ select: typeof SHOWN }>;

function toView({ assignmentName, memberId, memberName, ...row }: Row, actor: Actor): RunView {
  return { ...row, assignment: assignmentName, person: memberName, own: memberId === actor.id };
}
