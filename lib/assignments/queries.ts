import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { read } from "@/lib/db/read";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { LISTED } from "@/lib/tools/listed";
import type { AssignmentImpact, AssignmentView, Setup } from "./schema";
import { byPick, shownTools, toSetupTool } from "./setup-rows";

export async function listAssignments(actor: Actor): Promise<AssignmentView[]> {
  const permit = authorize(actor, "assignments.view");
  const rows = await read(permit).assignment.findMany({
    where: { workspaceId: permit.workspaceId },
    select: shown,
    orderBy: { name: "asc" },
  });
  return rows.map((row) => toView(row, actor));
}

export async function findAssignment(actor: Actor, id: string): Promise<AssignmentView | null> {
  const permit = authorize(actor, "assignments.view");
  const row = await read(permit).assignment.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: shown,
  });
  return row && toView(row, actor);
}

/** Whose tokens would die with an assignment; for those who may remove it. */
export async function assignmentImpact(actor: Actor, id: string): Promise<AssignmentImpact> {
  const permit = authorize(actor, "assignments.create");
  const tokens = await read(permit).endpointToken.findMany({
    where: { assignmentId: id, workspaceId: permit.workspaceId },
    select: { name: true, member: { select: { user: { select: { name: true } } } } },
    orderBy: { name: "asc" },
  });
  return { tokens: tokens.map(({ name, member }) => ({ name, member: member.user.name })) };
}

/** Everything Setup shows: each connection with the actor's own sign-in, its tools, and the picks of this assignment. */
export async function listSetup(actor: Actor, id: string): Promise<Setup | null> {
  const permit = authorize(actor, "assignments.view");
  const { workspaceId } = permit;
  const [assignment, signIns, picks, tools] = await Promise.all([
    findAssignment(actor, id),
    listOwnSignIns(actor),
    read(permit).pick.findMany({
      where: { assignmentId: id, workspaceId },
      select: { toolId: true, mode: true, fingerprint: true },
    }),
    read(permit).tool.findMany({ where: { workspaceId }, select: LISTED, orderBy: { position: "asc" } }),
  ]);
  if (!assignment) return null;

  const pickOf = byPick(picks);
  const byConnection = Map.groupBy(tools, (tool) => tool.connectionId);
  return {
    assignment,
    groups: signIns.map(
      ({ connectionId, connectionName, host, state, vouched, reason, missing, shared }) => ({
        connectionId,
        name: connectionName,
        host,
        signIn: { state, vouched, reason, missing, shared },
        tools: shownTools(byConnection.get(connectionId) ?? [], pickOf).map((tool) =>
          toSetupTool(tool, pickOf.get(tool.id)),
        ),
      }),
    ),
  };
}

const shown = {
  id: true,
  name: true,
  instructions: true,
  authorId: true,
  version: true,
  updatedAt: true,
  author: { select: { user: { select: { name: true } } } },
  _count: { select: { picks: true } },
} as const;

type Row = Omit<AssignmentView, "author" | "editable" | "picks"> & {
  authorId: string | null;
  author: { user: { name: string } } | null;
  _count: { picks: number };
};

function toView({ author, authorId, _count, ...row }: Row, actor: Actor): AssignmentView {
  const isOwn = authorId === actor.id && allows(actor.role, "assignments.create");
  return {
    ...row,
    author: author?.user.name ?? null,
    editable: isOwn || allows(actor.role, "assignments.editAny"),
    picks: _count.picks,
  };
}
