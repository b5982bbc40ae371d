import "server-only";
import { read } from "@/lib/db/read";
import { assignmentOf, type Desk } from "./desk";
import { endRun } from "./end";
import { readLimits } from "./limits";
import { record } from "./record";

/** Fixes what the run works with: the instructions, the tools and the limits as they are now. */
export async function beginStep(desk: Desk): Promise<void> {
  const { held, permit, tools, model } = desk;
  const { id } = assignmentOf(desk);
  const [assignment, limits] = await Promise.all([
    read(permit).assignment.findFirst({
      where: { id, workspaceId: permit.workspaceId },
      select: { instructions: true },
    }),
    readLimits(permit),
  ]);
  if (!model) {
    const sentence = "There is no model to work with. An admin can set one up in Settings.";
    return endRun(desk, { outcome: "failed", sentence });
  }
  await record(permit, held, {
    name: "run.started",
    model: model.model,
    instructions: assignment?.instructions ?? "",
    tools: tools.listed,
    offer: tools.offer,
    limits,
  });
}
