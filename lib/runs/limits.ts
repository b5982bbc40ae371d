import "server-only";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { read } from "@/lib/db/read";
import { type RunLimits, runLimits } from "./schema";

/** What a run of this workspace may use: what an admin set, and the defaults for the rest. */
export async function readLimits(permit: Permit): Promise<RunLimits> {
  const workspace = await read(permit).workspace.findUnique({
    where: { id: permit.workspaceId },
    select: { runLimits: true },
  });
  return runLimits.parse(workspace?.runLimits ?? {});
}

export async function findLimits(actor: Actor): Promise<RunLimits> {
  return readLimits(authorize(actor, "runs.view"));
}

/** Counts for runs that begin from now on. */
export async function saveLimits(actor: Actor, limits: RunLimits): Promise<void> {
  const permit = authorize(actor, "runs.limit");

  await commit(permit, async (tx) => {
    await tx.workspace.update({ where: { id: permit.workspaceId }, data: { runLimits: limits } });
    return { value: undefined, event: { name: "runs.limited", subject: null, detail: limits } };
  });
}
