import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createAssignment, removeAssignment, renameAssignment, saveSetup } from "@/lib/assignments/commands";
import { assignmentImpact, findAssignment, listAssignments, listSetup } from "@/lib/assignments/queries";
import { MARK_LENGTH } from "@/lib/assignments/schema";
import { db } from "@/lib/db/client";
import { createToken } from "@/lib/endpoint/commands";
import { buildMember, buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";

let team: TestWorkspace;
withTestDatabase();
beforeEach(async () => {
  team = await buildWorkspace();
});
afterEach(async () => {
  await db().workspace.deleteMany();
});

const A = "a".repeat(64);
const B = "b".repeat(64);
const create = (actor: Actor, name = "Weekly report") => createAssignment(actor, { name, instructions: "" });
const empty = { instructions: "", picks: [] };

test("an author makes an assignment that everyone sees and that is theirs to change", async () => {
  const id = await create(team.author);
  expect(await findAssignment(team.author, id)).toMatchObject({
    name: "Weekly report",
    editable: true,
    version: 1,
  });
  expect(await findAssignment(team.admin, id)).toMatchObject({ author: team.author.name, editable: true });
  expect(await findAssignment(team.member, id)).toMatchObject({ editable: false });
});

test("a member can't make one, and an author can't change another's", async () => {
  await expect(create(team.member)).rejects.toMatchObject({ code: "forbidden" });
  const other = await buildMember(team.workspaceId, "author");
  const id = await create(team.author);
  for (const attempt of [
    () => renameAssignment(other, id, 1, "Mine now"),
    () => saveSetup(other, id, { version: 1, ...empty }),
    () => removeAssignment(other, id),
    () => renameAssignment(team.member, id, 1, "Mine now"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("an author who became a member can't change what they wrote", async () => {
  const id = await create(team.author);
  const demoted = { ...team.author, role: "member" } as const;
  await expect(renameAssignment(demoted, id, 1, "Still mine")).rejects.toMatchObject({ code: "forbidden" });
  expect(await findAssignment(demoted, id)).toMatchObject({ editable: false });
});

test("an admin changes anyone's", async () => {
  const id = await create(team.author);
  await renameAssignment(team.admin, id, 1, "Monthly report");
  expect(await findAssignment(team.author, id)).toMatchObject({ name: "Monthly report", version: 2 });
});

test("of two who save the same version, the second is told and nothing of theirs is half saved", async () => {
  const id = await create(team.author);
  await saveSetup(team.admin, id, { version: 1, instructions: "Theirs", picks: [] });
  const late = saveSetup(team.author, id, { version: 1, instructions: "Mine", picks: [] });
  await expect(late).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Someone else saved"),
  });
  expect(await findAssignment(team.author, id)).toMatchObject({ instructions: "Theirs", version: 2 });
});

test("a taken name is said beside the name", async () => {
  await create(team.author, "Weekly report");
  await expect(create(team.admin, "Weekly report")).rejects.toMatchObject({
    code: "conflict",
    field: "name",
  });
});

test("picks are saved with their modes and remember what they were made from", async () => {
  const tool = await buildTool(A);
  const id = await create(team.author);
  await saveSetup(team.author, id, { version: 1, instructions: "Do it.", picks: [wanted(tool, "ask", A)] });
  expect(await db().pick.findMany({ where: { assignmentId: id } })).toMatchObject([
    { toolId: tool, mode: "ask", fingerprint: A },
  ]);
  await saveSetup(team.author, id, { version: 2, instructions: "Do it.", picks: [wanted(tool, "allow", A)] });
  expect(await db().pick.findMany({ where: { assignmentId: id } })).toMatchObject([
    { mode: "allow", fingerprint: A },
  ]);
  await saveSetup(team.author, id, { version: 3, instructions: "Do it.", picks: [] });
  expect(await db().pick.count({ where: { assignmentId: id } })).toBe(0);
});

test("a pick of a tool that was changed since stays a pick, and shows as a problem", async () => {
  const tool = await buildTool(A);
  const id = await create(team.author);
  await saveSetup(team.author, id, { version: 1, instructions: "", picks: [wanted(tool, "allow", A)] });
  await db().tool.update({ where: { id: tool }, data: { latestFingerprint: B } });
  await saveSetup(team.author, id, { version: 2, instructions: "", picks: [wanted(tool, "allow", A)] });
  const shown = (await listSetup(team.author, id))?.groups[0]?.tools[0];
  expect(shown).toMatchObject({
    status: "changed",
    mark: null,
    pick: { mode: "allow", mark: A.slice(0, MARK_LENGTH) },
  });
});

test("a tool of another workspace can't be picked", async () => {
  const tool = await buildTool(A);
  const stranger = (await buildWorkspace("Other")).author;
  const id = await create(stranger);
  const attempt = saveSetup(stranger, id, {
    version: 1,
    instructions: "",
    picks: [wanted(tool, "allow", A)],
  });
  await expect(attempt).rejects.toMatchObject({ code: "conflict" });
});

test("Setup shows each connection with the reader's own sign-in and no schema", async () => {
  await buildTool(A);
  const id = await create(team.author);
  const setup = await listSetup(team.author, id);
  expect(setup?.groups).toMatchObject([
    {
      name: "Warehouse",
      host: "warehouse.example.com",
      signIn: { state: "notSignedIn" },
      tools: [
        { name: "find_stock", line: "Finds articles.", hints: { reads: true }, status: "ready", pick: null },
      ],
    },
  ]);
  expect(JSON.stringify(setup)).not.toContain("inputSchema");
});

test("tools that are gone are shown only where they are picked", async () => {
  const tool = await buildTool(A);
  const [using, other] = [await create(team.author, "Using"), await create(team.author, "Other")];
  await saveSetup(team.author, using, { version: 1, instructions: "", picks: [wanted(tool, "ask", A)] });
  await db().tool.update({ where: { id: tool }, data: { latestFingerprint: null } });
  expect((await listSetup(team.author, using))?.groups[0]?.tools).toMatchObject([{ status: "gone" }]);
  expect((await listSetup(team.author, other))?.groups[0]?.tools).toEqual([]);
});

test("a removal says whose tokens die, and they do", async () => {
  const id = await create(team.author);
  await createToken(team.member, { assignmentId: id, name: "My laptop", expiry: "30" });
  expect(await assignmentImpact(team.author, id)).toEqual({
    tokens: [{ name: "My laptop", member: team.member.name }],
  });
  await removeAssignment(team.author, id);
  expect(await db().endpointToken.count()).toBe(0);
  expect(await db().auditEvent.findFirst({ where: { name: "assignment.removed" } })).toMatchObject({
    detail: { assignment: "Weekly report", tokens: 1 },
  });
});

test("another workspace sees and changes nothing", async () => {
  const id = await create(team.author);
  const stranger = (await buildWorkspace("Other")).owner;
  expect(await listAssignments(stranger)).toEqual([]);
  expect(await findAssignment(stranger, id)).toBeNull();
  expect(await listSetup(stranger, id)).toBeNull();
  expect(await assignmentImpact(stranger, id)).toEqual({ tokens: [] });
  await expect(removeAssignment(stranger, id)).rejects.toMatchObject({ code: "not-found" });
  await expect(createToken(stranger, { assignmentId: id, name: "x", expiry: "7" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("an assignment outlives its author", async () => {
  const id = await create(team.author);
  await db().member.delete({ where: { id: team.author.id } });
  expect(await findAssignment(team.admin, id)).toMatchObject({ author: null, editable: true });
});

const wanted = (toolId: string, mode: "allow" | "ask", fingerprint: string) => ({
  toolId,
  mode,
  mark: fingerprint.slice(0, MARK_LENGTH),
});

/** A reviewed tool of a connection that wants a key. */
async function buildTool(fingerprint: string): Promise<string> {
  const { workspaceId } = team;
  const definition = {
    name: "find_stock",
    description: "Finds articles.\nBy number or by name.",
    inputSchema: { type: "object" },
    annotations: { readOnlyHint: true },
  };
  const connection = await db().connection.create({
    data: {
      workspaceId,
      name: "Warehouse",
      slug: "warehouse",
      url: "https://warehouse.example.com/mcp",
      authorization: "apiKey",
      settings: { authorization: "apiKey", header: "Authorization", prefix: "Bearer" },
    },
  });
  const tool = await db().tool.create({
    data: {
      workspaceId,
      connectionId: connection.id,
      name: "find_stock",
      position: 0,
      reviewed: definition,
      reviewedFingerprint: fingerprint,
      latest: definition,
      latestFingerprint: fingerprint,
    },
  });
  return tool.id;
}
