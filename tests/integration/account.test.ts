import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import type { MemberActor } from "@/lib/session/current";
import { endMyOtherSessions, endMySession, listMySessions, renameMyself } from "@/lib/workspace/account";
import { findSettings } from "@/lib/workspace/queries";
import { buildMember, buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";

let team: TestWorkspace;
let me: MemberActor;
let other: MemberActor;

withTestDatabase();
beforeAll(async () => {
  team = await buildWorkspace();
  me = await buildMember(team.workspaceId, "member");
  other = await buildMember(team.workspaceId, "member");
});

async function logInElsewhere(): Promise<string> {
  const { userId } = await db().member.findUniqueOrThrow({ where: { id: me.id } });
  const { id } = await db().session.create({
    data: {
      userId,
      token: crypto.randomUUID(),
      expiresAt: new Date(Date.now() + 60_000),
      userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
    },
  });
  return id;
}

test("I see my own browsers, this one first, in words", async () => {
  await logInElsewhere();
  const sessions = await listMySessions(me);
  expect(sessions.map(({ here }) => here)).toEqual([true, false]);
  expect(sessions[1]?.browser).toBe("Safari on iOS");
});

test("I can log out one of mine, and nobody else's", async () => {
  const elsewhere = await logInElsewhere();
  await endMySession(other, elsewhere);
  expect(await db().session.findUnique({ where: { id: elsewhere } })).not.toBeNull();
  await endMySession(me, elsewhere);
  expect(await db().session.findUnique({ where: { id: elsewhere } })).toBeNull();
});

test("logging out the others leaves this one, and other people's", async () => {
  await logInElsewhere();
  await endMyOtherSessions(me);
  expect((await listMySessions(me)).map(({ id }) => id)).toEqual([me.sessionId]);
  expect(await listMySessions(other)).toHaveLength(1);
});

test("I change my own name and nobody else's", async () => {
  await renameMyself(me, "Grace");
  const names = await db().member.findMany({ select: { id: true, user: { select: { name: true } } } });
  expect(names.filter(({ user }) => user.name === "Grace").map(({ id }) => id)).toEqual([me.id]);
});

test("how the server runs is for those who manage it", async () => {
  expect(await findSettings(team.admin)).toMatchObject({ workspace: "Acme", allowed: [] });
  await expect(findSettings(team.member)).rejects.toMatchObject({ code: "forbidden" });
});
