import { afterEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { currentActor } from "@/lib/session/current";
import { logIn } from "@/lib/session/log-in";
import {
  changeRole,
  inviteMember,
  leaveWorkspace,
  removeMember,
  revokeInvite,
} from "@/lib/workspace/commands";
import { acceptInvite, findInvitation } from "@/lib/workspace/invitation";
import { listInvites, listPeople } from "@/lib/workspace/queries";
import { isSetUpLink, makeSetUpLink, setUpWorkspace } from "@/lib/workspace/set-up";
import { buildMember, buildPerson, buildWorkspace, type TestWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";
import { createBrowser } from "../support/request-scope";

vi.mock("next/headers", () => import("../support/request-scope"));

withTestDatabase();
afterEach(async () => {
  await db().workspace.deleteMany();
  await db().user.deleteMany();
  await db().setupLink.deleteMany();
  await db().rateLimit.deleteMany();
});

const ada = { name: "Ada", email: "ada@example.com", password: "a long enough password" };
const asOwner = { ...ada, workspace: "Acme" };

test("the set-up link makes the workspace and its owner, who can log in", async () => {
  const token = await setUpToken();
  await setUpWorkspace({ ...asOwner, token });

  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  expect(await browser.visit(currentActor)).toMatchObject({ name: "Ada", role: "owner" });
  expect(await eventNames()).toEqual(["workspace.created", "member.joined"]);
});

test("nobody becomes owner without the link", async () => {
  await makeSetUpLink();
  for (const token of ["", "pbset_wrong"]) {
    await expect(setUpWorkspace({ ...asOwner, token })).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().workspace.count()).toBe(0);
  expect(await db().user.count()).toBe(0);
});

test("the link works once, however many try at the same moment", async () => {
  const token = await setUpToken();
  const tries = Array.from({ length: 5 }, (_, index) =>
    setUpWorkspace({ ...asOwner, email: `ada${index}@example.com`, token }),
  );
  const outcomes = await Promise.allSettled(tries);

  expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await db().workspace.count()).toBe(1);
  expect(await db().user.count()).toBe(1);
  expect(await isSetUpLink(token)).toBe(false);
});

test("a restart prints a new link and the old one dies; once set up there is none", async () => {
  const first = await setUpToken();
  const second = await setUpToken();
  expect(await isSetUpLink(first)).toBe(false);
  expect(await isSetUpLink(second)).toBe(true);

  await setUpWorkspace({ ...asOwner, token: second });
  expect(await makeSetUpLink()).toBeNull();
});

test("the set-up link is not in the database", async () => {
  const token = await setUpToken();
  expect(JSON.stringify(await db().setupLink.findMany())).not.toContain(token);
});

let team: TestWorkspace;

async function buildTeam() {
  team = await buildWorkspace();
}

test("an invite link lets the invited address join with the role, once", async () => {
  await buildTeam();
  const token = await invite("bob@example.com", "author");

  expect(await findInvitation(token)).toEqual({
    workspace: "Acme",
    email: "bob@example.com",
    role: "author",
  });
  expect(await acceptInvite({ token, name: "Bob", password: ada.password })).toEqual({
    email: "bob@example.com",
  });
  await expect(acceptInvite({ token, name: "Eve", password: ada.password })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(await findInvitation(token)).toBeNull();

  const browser = createBrowser();
  await browser.visit(() => logIn({ email: "bob@example.com", password: ada.password }));
  expect(await browser.visit(currentActor)).toMatchObject({ name: "Bob", role: "author" });
});

test("of many who use an invite at the same moment, one joins", async () => {
  await buildTeam();
  const token = await invite("bob@example.com", "member");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) =>
      acceptInvite({ token, name: `Bob ${index}`, password: ada.password }),
    ),
  );
  expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await db().user.count({ where: { email: "bob@example.com" } })).toBe(1);
});

test("an invite ends after 72 hours, when it is taken back, and when the address is invited again", async () => {
  await buildTeam();
  const late = await invite("late@example.com", "member");
  await db().invite.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await findInvitation(late)).toBeNull();
  await expect(acceptInvite({ token: late, name: "Late", password: ada.password })).rejects.toMatchObject({
    code: "not-found",
  });

  const first = await invite("bob@example.com", "member");
  const [row] = await db().invite.findMany({ where: { email: "bob@example.com" } });
  expect(row?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 72 * 3_600_000);
  const second = await invite("bob@example.com", "author");
  expect(await findInvitation(first)).toBeNull();
  expect(await findInvitation(second)).toMatchObject({ role: "author" });
  const [listed] = await listInvites(team.admin);
  await revokeInvite(team.admin, listed?.id ?? "");
  expect(await findInvitation(second)).toBeNull();
});

test("the invite's token is not in the database", async () => {
  await buildTeam();
  const token = await invite("bob@example.com", "member");
  const rows = JSON.stringify([await db().invite.findMany(), await db().auditEvent.findMany()]);
  expect(rows).not.toContain(token);
});

test("an address that already logs in here is refused with a sentence", async () => {
  await buildTeam();
  const token = await invite("bob@example.com", "member");
  await buildPerson(team.workspaceId, "member", { email: "bob@example.com", password: ada.password });

  await expect(acceptInvite({ token, name: "Bob", password: ada.password })).rejects.toThrow(
    /already logs in/,
  );
  await expect(inviteMember(team.admin, { email: "bob@example.com", role: "member" })).rejects.toMatchObject({
    code: "conflict",
    field: "email",
  });
});

test("authors and members manage nobody", async () => {
  await buildTeam();
  for (const actor of [team.author, team.member]) {
    const forbidden = { code: "forbidden" };
    await expect(inviteMember(actor, { email: "x@example.com", role: "member" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(changeRole(actor, { memberId: actor.id, role: "owner" })).rejects.toMatchObject(forbidden);
    await expect(removeMember(actor, team.admin.id)).rejects.toMatchObject(forbidden);
    await expect(listInvites(actor)).rejects.toMatchObject(forbidden);
  }
  expect((await listPeople(team.member)).every(({ holds }) => holds === null)).toBe(true);
});

test("an admin manages everyone but owners, and makes no owner", async () => {
  await buildTeam();
  const forbidden = { code: "forbidden" };
  const { admin, owner, member } = team;
  await changeRole(admin, { memberId: member.id, role: "author" });

  await expect(changeRole(admin, { memberId: owner.id, role: "member" })).rejects.toMatchObject(forbidden);
  await expect(removeMember(admin, owner.id)).rejects.toMatchObject(forbidden);
  await expect(changeRole(admin, { memberId: admin.id, role: "owner" })).rejects.toMatchObject(forbidden);
  await expect(inviteMember(admin, { email: "x@example.com", role: "owner" })).rejects.toMatchObject(
    forbidden,
  );
  await inviteMember(owner, { email: "x@example.com", role: "owner" });
  await expect(inviteMember(admin, { email: "x@example.com", role: "member" })).rejects.toMatchObject(
    forbidden,
  );
  const [invited] = await listInvites(admin);
  await expect(revokeInvite(admin, invited?.id ?? "")).rejects.toMatchObject(forbidden);
});

test("the last owner can neither be demoted nor removed nor leave", async () => {
  await buildTeam();
  const { owner } = team;
  const conflict = { code: "conflict" };
  await expect(changeRole(owner, { memberId: owner.id, role: "admin" })).rejects.toMatchObject(conflict);
  await expect(removeMember(owner, owner.id)).rejects.toMatchObject(conflict);
  await expect(leaveWorkspace(owner)).rejects.toMatchObject(conflict);
});

test("two owners who demote or remove each other at the same moment leave one, twenty times", async () => {
  await buildTeam();
  let other: Actor = await buildMember(team.workspaceId, "owner");
  let one = team.owner;
  for (let round = 0; round < 20; round++) {
    const outcomes = await Promise.allSettled(
      round % 2 === 0
        ? [
            changeRole(one, { memberId: other.id, role: "admin" }),
            changeRole(other, { memberId: one.id, role: "admin" }),
          ]
        : [removeMember(one, other.id), removeMember(other, one.id)],
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().member.count({ where: { role: "owner" } })).toBe(1);
    one = outcomes[0].status === "fulfilled" ? one : other;
    other = await buildMember(team.workspaceId, "owner");
  }
});

test("whoever lost their role while waiting changes nothing", async () => {
  await buildTeam();
  await db().member.update({ where: { id: team.admin.id }, data: { role: "member" } });
  await expect(changeRole(team.admin, { memberId: team.author.id, role: "admin" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("removing a person ends everything they hold and keeps their assignments", async () => {
  await buildTeam();
  const { workspaceId } = team;
  const bob = await buildPerson(workspaceId, "author", { email: "bob@example.com", password: ada.password });
  const browser = createBrowser();
  await browser.visit(() => logIn({ email: "bob@example.com", password: ada.password }));
  const sessionId = (await db().session.findFirstOrThrow({ where: { userId: bob.userId } })).id;
  await giveEverything(workspaceId, bob.memberId, sessionId);
  expect((await listPeople(team.admin)).find(({ id }) => id === bob.memberId)?.holds).toEqual({
    signIns: 1,
    tokens: 1,
  });

  await removeMember(team.admin, bob.memberId);

  expect(await browser.visit(currentActor)).toBeNull();
  const left = [
    await db().session.count({ where: { userId: bob.userId } }),
    await db().account.count({ where: { userId: bob.userId } }),
    await db().signIn.count(),
    await db().pendingSignIn.count(),
    await db().endpointToken.count(),
  ];
  expect(left).toEqual([0, 0, 0, 0, 0]);
  expect(await db().assignment.findFirstOrThrow()).toMatchObject({ authorId: null });
  const removed = await db().auditEvent.findFirstOrThrow({ where: { name: "member.removed" } });
  expect(removed.detail).toMatchObject({ member: "bob@example.com", signIns: 1, tokens: 1 });
  await expect(
    browser.visit(() => logIn({ email: "bob@example.com", password: ada.password })),
  ).rejects.toMatchObject({
    code: "invalid",
  });
});

test("anyone but the last owner can leave", async () => {
  await buildTeam();
  await leaveWorkspace(team.member);
  expect((await listPeople(team.owner)).map(({ id }) => id)).not.toContain(team.member.id);
});

test("people of another workspace are not there", async () => {
  await buildTeam();
  const mine = team;
  await buildTeam();
  await expect(changeRole(mine.owner, { memberId: team.member.id, role: "admin" })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(removeMember(mine.owner, team.member.id)).rejects.toMatchObject({ code: "not-found" });
  await inviteMember(team.owner, { email: "x@example.com", role: "member" });
  const [theirs] = await listInvites(team.owner);
  await expect(revokeInvite(mine.owner, theirs?.id ?? "")).rejects.toMatchObject({ code: "not-found" });
  expect(await listPeople(mine.owner)).toHaveLength(4);
});

async function setUpToken(): Promise<string> {
  const link = await makeSetUpLink();
  if (!link?.startsWith(`${env.PATCHBAY_URL}/setup?`)) throw new Error(`No set-up link: ${link}`);
  return new URL(link).searchParams.get("token") ?? "";
}

async function invite(email: string, role: "author" | "member"): Promise<string> {
  const { link } = await inviteMember(team.admin, { email, role });
  return link.split("/").at(-1) ?? "";
}

async function eventNames(): Promise<string[]> {
  return (await db().auditEvent.findMany({ orderBy: [{ at: "asc" }, { name: "desc" }] })).map(
    ({ name }) => name,
  );
}

async function giveEverything(workspaceId: string, memberId: string, sessionId: string): Promise<void> {
  const connection = await db().connection.create({
    data: {
      workspaceId,
      name: "CRM",
      slug: "crm",
      url: "https://crm.example/mcp",
      authorization: "apiKey",
      settings: {},
    },
  });
  const ofBob = { workspaceId, connectionId: connection.id, memberId };
  await db().signIn.create({
    data: { ...ofBob, status: "connected", boundUrl: connection.url, credential: "sealed", scopes: [] },
  });
  await db().pendingSignIn.create({
    data: {
      ...ofBob,
      sessionId,
      stateHash: "hash",
      issuer: "https://as.example",
      redirectUri: "https://console.example/oauth/callback",
      returnTo: "/",
      scopes: [],
      secret: "sealed",
      expiresAt: new Date(Date.now() + 600_000),
    },
  });
  const assignment = await db().assignment.create({
    data: { workspaceId, name: "Weekly", authorId: memberId },
  });
  await db().endpointToken.create({
    data: {
      workspaceId,
      assignmentId: assignment.id,
      memberId,
      name: "Laptop",
      tokenHash: "hash",
      tail: "abcd",
    },
  });
}
