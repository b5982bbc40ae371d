import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { type Change, commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { type PickedTool, pickChanges } from "./picks";
import type { NewAssignment, SetupInput } from "./schema";

/** Adds an assignment with no tools yet and returns its id. */
export async function createAssignment(actor: Actor, input: NewAssignment): Promise<string> {
  const permit = authorize(actor, "assignments.create");

  return commit(permit, async (tx) => {
    const { id } = await tx.assignment.create({
      data: { ...input, workspaceId: permit.workspaceId, authorId: permit.actor.id },
      select: { id: true },
    });
    return {
      value: id,
      event: { name: "assignment.created", subject: id, detail: { assignment: input.name } },
    };
  });
}

/** Throws `conflict` when someone saved since `version` was read; so do the others that take a version. */
export async function renameAssignment(
  actor: Actor,
  id: string,
  version: number,
  name: string,
): Promise<void> {
  const permit = authorize(actor, "assignments.create");

  return commit(permit, async (tx) => {
    const before = await takeTurn(tx, permit, id, version);
    await tx.assignment.update({ where: { id: before.id }, data: { name } });
    return edited(before, name, before.name === name ? [] : ["name"]);
  });
}

/**
 * Saves what Setup shows: the instructions and which tools are picked. A tool
 * that is new, changed or gone can't be newly picked; a pick of it that was
 * there stays. A pick made now remembers the definition that was on the screen,
 * and is refused when that is no longer the one that would be called.
 */
export async function saveSetup(actor: Actor, id: string, input: SetupInput): Promise<void> {
  const permit = authorize(actor, "assignments.create");

  return commit(permit, async (tx) => {
    const before = await takeTurn(tx, permit, id, input.version);
    const { remove, add, mode } = pickChanges(
      await tx.pick.findMany({ where: { assignmentId: id, workspaceId: permit.workspaceId } }),
      input.picks,
      await readTools(tx, permit, input),
    );
    await tx.assignment.update({ where: { id: before.id }, data: { instructions: input.instructions } });
    await tx.pick.deleteMany({ where: { id: { in: remove } } });
    await tx.pick.createMany({
      data: add.map((pick) => ({ ...pick, assignmentId: id, workspaceId: permit.workspaceId })),
    });
    await tx.pick.updateMany({ where: { id: { in: mode.allow } }, data: { mode: "allow" } });
    await tx.pick.updateMany({ where: { id: { in: mode.ask } }, data: { mode: "ask" } });

    const movedTools = remove.length + add.length + mode.allow.length + mode.ask.length > 0;
    return edited(before, before.name, [
      ...(before.instructions === input.instructions ? [] : ["instructions"]),
      ...(movedTools ? ["tools"] : []),
    ]);
  });
}

/** Removes an assignment with its picks. Every personal token of its endpoint dies with it. */
export async function removeAssignment(actor: Actor, id: string): Promise<void> {
  const permit = authorize(actor, "assignments.create");

  return commit(permit, async (tx) => {
    const assignment = await findEditable(tx, permit, id);
    const tokens = await tx.endpointToken.count({
      where: { assignmentId: id, workspaceId: permit.workspaceId },
    });
    await tx.assignment.delete({ where: { id: assignment.id } });
    return {
      value: undefined,
      event: { name: "assignment.removed", subject: id, detail: { assignment: assignment.name, tokens } },
    };
  });
}

type Editable = { id: string; name: string; instructions: string; version: number };

async function findEditable(tx: Change, permit: PersonalPermit, id: string): Promise<Editable> {
  const assignment = await tx.assignment.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: { id: true, name: true, instructions: true, version: true, authorId: true },
  });
  if (!assignment) throw new Failure("not-found", "There is no such assignment any more.");
  if (assignment.authorId !== permit.actor.id && !allows(permit.actor.role, "assignments.editAny")) {
    throw new Failure("forbidden", "Only its author and admins can change this assignment.");
  }
  return assignment;
}

/** Claims the next version. The update holds the row, so of two who saved the same version one gets nothing. */
async function takeTurn(tx: Change, permit: PersonalPermit, id: string, version: number): Promise<Editable> {
  const assignment = await findEditable(tx, permit, id);
  const { count } = await tx.assignment.updateMany({
    where: { id, version, workspaceId: permit.workspaceId },
    data: { version: { increment: 1 } },
  });
  if (count === 1) return assignment;
  throw new Failure(
    "conflict",
    "Someone else saved this assignment meanwhile. Copy what you changed, then reload to see theirs.",
  );
}

function edited(before: Editable, name: string, changed: string[]) {
  const event = {
    name: "assignment.edited",
    subject: before.id,
    detail: { assignment: name, changed },
  } as const;
  return { value: undefined, event: changed.length > 0 ? event : { unrecorded: "nothing was changed" } };
}

async function readTools(tx: Change, permit: PersonalPermit, input: SetupInput): Promise<PickedTool[]> {
  return tx.tool.findMany({
    where: { id: { in: input.picks.map(({ toolId }) => toolId) }, workspaceId: permit.workspaceId },
    select: { id: true, name: true, reviewedFingerprint: true, latestFingerprint: true, unusable: true },
  });
}
