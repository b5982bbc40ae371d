import { beforeAll, expect, test } from "vitest";
import { authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { db } from "@/lib/db/client";
import { buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

const addAssignment = (name: string) =>
  commit(authorize(people.author, "assignments.create"), async (tx) => {
    const { id } = await tx.assignment.create({ data: { name, workspaceId: people.workspaceId } });
    return { value: id, event: { name: "assignment.created", subject: id, detail: { assignment: name } } };
  });

test("a change and its event land together, with who did it", async () => {
  const id = await addAssignment("Plan");
  const event = await db().auditEvent.findFirstOrThrow({ where: { subjectId: id } });
  expect(event).toMatchObject({
    name: "assignment.created",
    actorId: people.author.id,
    actorName: people.author.name,
  });
});

test("a change that fails leaves neither itself nor an event", async () => {
  const before = await db().auditEvent.count();
  const change = commit(authorize(people.author, "assignments.create"), async (tx) => {
    await tx.assignment.create({ data: { name: "Half", workspaceId: people.workspaceId } });
    throw new Error("in the middle");
  });
  await expect(change).rejects.toThrow("in the middle");
  expect(await db().assignment.count({ where: { name: "Half" } })).toBe(0);
  expect(await db().auditEvent.count()).toBe(before);
});

test("a taken name is said at the name, and any other clash as what it is", async () => {
  await addAssignment("Taken");
  await expect(addAssignment("Taken")).rejects.toMatchObject({ code: "conflict", field: "name" });

  const data = { name: "Twin", email: "twin@example.com" };
  await db().user.create({ data });
  const clash = commit(authorize(people.owner, "people.manage"), async (tx) => {
    await tx.user.create({ data });
    return { value: undefined, event: { unrecorded: "never happens" } };
  });
  await expect(clash).rejects.toMatchObject({ code: "conflict", field: undefined });
});
