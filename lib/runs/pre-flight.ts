import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { read } from "@/lib/db/read";
import { findRow } from "@/lib/settings/ready-model";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { canCall } from "@/lib/sign-ins/state";
import { LISTED } from "@/lib/tools/listed";
import type { Obstacle } from "./schema";

/** What would fail if the actor ran an assignment now, each with what it is about. Empty: nothing is known to. */
export async function preFlight(actor: Actor, assignmentId: string): Promise<Obstacle[]> {
  const permit = authorize(actor, "runs.start");
  const [model, signIns, picks] = await Promise.all([
    findRow(permit),
    listOwnSignIns(actor),
    read(permit).pick.findMany({
      where: { assignmentId, workspaceId: permit.workspaceId },
      select: { fingerprint: true, tool: { select: LISTED } },
      orderBy: { tool: { position: "asc" } },
    }),
  ]);
  const used = new Set(picks.map(({ tool }) => tool.connectionId));
  const names = new Map(signIns.map((signIn) => [signIn.connectionId, signIn.connectionName]));
  return [
    ...(model ? [] : [{ kind: "no-model", stops: true } as const]),
    ...(picks.length > 0 ? [] : [{ kind: "no-tools", stops: false } as const]),
    ...signIns
      .filter((signIn) => used.has(signIn.connectionId) && !canCall(signIn))
      .map((signIn) => ({ kind: "sign-in", stops: false, signIn }) as const),
    ...picks.flatMap(({ fingerprint, tool }): Obstacle[] => {
      const problem = problemOf({ fingerprint }, tool);
      const { connectionId } = tool;
      const connection = names.get(connectionId) ?? "";
      return problem
        ? [{ kind: "tool", stops: false, connectionId, connection, tool: tool.name, problem }]
        : [];
    }),
  ];
}
