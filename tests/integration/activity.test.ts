import { beforeAll, expect, test } from "vitest";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { type ActivityFilter, listActivity } from "@/lib/audit/queries";
import { db } from "@/lib/db/client";
import { changeRole, inviteMember } from "@/lib/workspace/commands";
import { buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";

let team: TestWorkspace;
const all: ActivityFilter = { memberId: null, kind: null, page: 1 };

withTestDatabase();
beforeAll(async () => {
  team = await buildWorkspace();
  await inviteMember(team.owner, { email: "bob@example.com", role: "member" });
  await changeRole(team.admin, { memberId: team.author.id, role: "member" });
});

test("history is read as sentences, newest first", async () => {
  const { lines, isLast } = await listActivity(team.admin, all);
  expect(lines.map(({ sentence }) => sentence)).toEqual([
    `${team.admin.name} made ${team.author.name} a member; before: author`,
    `${team.owner.name} invited bob@example.com as a member`,
  ]);
  expect(isLast).toBe(true);
});

test("it can be narrowed to a person and to a kind", async () => {
  const ofOwner = await listActivity(team.admin, { ...all, memberId: team.owner.id });
  expect(ofOwner.lines.map(({ sentence }) => sentence)).toEqual([expect.stringContaining("invited")]);
  expect((await listActivity(team.admin, { ...all, kind: "people" })).lines).toHaveLength(2);
  expect((await listActivity(team.admin, { ...all, kind: "tools" })).lines).toEqual([]);
});

test("kinds whose names begin alike are not mixed up", async () => {
  const other = await buildWorkspace("Kinds");
  await commit(systemPermit("record a call", other.workspaceId), async () => ({
    value: undefined,
    event: { name: "tools.accepted", subject: null, detail: { connection: "CRM", tools: ["a"] } },
  }));
  expect((await listActivity(other.owner, { ...all, kind: "calls" })).lines).toEqual([]);
  expect((await listActivity(other.owner, { ...all, kind: "tools" })).lines).toHaveLength(1);
});

test("a page holds fifty lines, and the last one knows that it is", async () => {
  const other = await buildWorkspace("Busy");
  const detail = { assignment: "Weekly" };
  const row = { workspaceId: other.workspaceId, actorName: "Ada", name: "assignment.created", detail };
  await db().auditEvent.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({ ...row, at: new Date(1_700_000_000_000 + index) })),
  });
  const pages = await Promise.all([1, 2, 3].map((page) => listActivity(other.owner, { ...all, page })));
  expect(pages.map(({ lines }) => lines.length)).toEqual([50, 50, 20]);
  expect(pages.map(({ isLast }) => isLast)).toEqual([false, false, true]);
  expect(new Set(pages.flatMap(({ lines }) => lines.map(({ id }) => id))).size).toBe(120);
});

test("only who may read it does, and only their own workspace's", async () => {
  for (const actor of [team.author, team.member]) {
    await expect(listActivity(actor, all)).rejects.toMatchObject({ code: "forbidden" });
  }
  const other = await buildWorkspace("Other");
  expect((await listActivity(other.owner, all)).lines).toEqual([]);
});
