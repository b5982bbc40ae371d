import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authorize } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { wakeRun } from "./decide";
import { readLimits } from "./limits";
import { sendRun } from "./queue";
import { advance } from "./record";
import { requireRoom } from "./under-way";
import { workOn } from "./work";

type NewRun = { assignmentId: string; message: string };

/**
 * Starts a run of an assignment as the actor and returns its id. Somebody works
 * on it from here on, whatever becomes of this request. Throws `conflict` when
 * the actor has as many under way as may be at once.
 */
export async function startRun(actor: Actor, { assignmentId, message }: NewRun): Promise<string> {
  const permit = authorize(actor, "runs.start");
  const { workspaceId } = permit;
  const { atOnce } = await readLimits(permit);

  const id = await commit(permit, async (tx) => {
    await requireRoom(tx, permit, atOnce);
    const assignment = await tx.assignment.findFirst({
      where: { id: assignmentId, workspaceId },
      select: { id: true, name: true },
    });
    if (!assignment) throw new Failure("not-found", "There is no such assignment any more.");
    const id = randomUUID();
    await tx.run.create({
      data: {
        id,
        workspaceId,
        assignmentId: assignment.id,
        assignmentName: assignment.name,
        memberId: actor.id,
        memberName: actor.name,
        scheduleId: actor.kind === "schedule" ? actor.scheduleId : null,
      },
    });
    await advance(
      tx,
      { id },
      { name: "run.queued", by: actor.kind === "schedule" ? "schedule" : "person", message },
    );
    return {
      value: id,
      event: { name: "run.started", subject: id, detail: { assignment: assignment.name } },
    };
  });
  await sendRun({ id, memberId: actor.id });
  return id;
}

/**
 * Asks a run to stop. Whoever works on it ends the step under way. One that
 * nobody works on, because it waits or everybody is busy, ends here and now.
 */
export async function stopRun(actor: Actor, runId: string): Promise<void> {
  const permit = authorize(actor, "runs.start");

  await commit(permit, async (tx) => {
    const run = await tx.run.findFirst({
      where: { id: runId, workspaceId: permit.workspaceId },
      select: { memberId: true, stopAskedAt: true },
    });
    if (!run) throw new Failure("not-found", "There is no such run.");
    if (run.memberId !== permit.actor.id && !allows(actor.role, "runs.stopAny")) {
      throw new Failure("forbidden", "Only the person it runs for and admins can stop this run.");
    }
    if (!run.stopAskedAt) {
      await advance(
        tx,
        { id: runId },
        { name: "run.stopAsked", by: actor.name },
        { stopAskedAt: new Date() },
      );
      await wakeRun(tx, runId);
    }
    return { value: undefined, event: { unrecorded: "Its end is recorded." } };
  });
  await workOn(runId, randomUUID(), new AbortController().signal);
}
