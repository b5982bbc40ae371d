import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { MemberActor } from "@/lib/session/current";
import { consent } from "../fakes/consent";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { startSamples } from "../support/samples";

const samples = await startSamples();
const { crm } = samples;
const { buildMember, buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent } = await import("../support/person");
const { createConnection, registerAgain } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { db } = await import("@/lib/db/client");
const { signOut } = await import("@/lib/sign-ins/commands");
const { finishSignIn, startSignIn } = await import("@/lib/sign-ins/consent");
const { openCredential } = await import("@/lib/sign-ins/credential");
const { endConnection, endMember, endMyself } = await import("@/lib/sign-ins/ending");
const { ownSignIn } = await import("@/lib/sign-ins/queries");
const { freshTokens } = await import("@/lib/sign-ins/refresh");
const { revocationsSettled, revokeSoon, startRevoking } = await import("@/lib/sign-ins/revocation");

let people: TestWorkspace;
let member: MemberActor;
let connectionId: string;

const input = connectionInput("Internal CRM", crm.url, oauth);

withTestDatabase();

beforeEach(async () => {
  people = await buildWorkspace();
  member = await buildMember(people.workspaceId, "member");
  connectionId = await createConnection(people.admin, input);
  await signInByConsent(member, connectionId, { as: "ben" });
});

afterEach(async () => {
  crm.authorization.heal();
  await revokeQueued();
});

afterAll(() => samples.close());

const endings: [string, () => Promise<unknown>][] = [
  ["somebody signs out", () => signOut(member, connectionId)],
  ["somebody is removed", () => endMember(people.admin, member.id)],
  ["somebody leaves", () => endMyself(member)],
  ["a connection is removed", () => endConnection(people.admin, connectionId)],
  ["this console registers again", () => registerAgain(people.admin, connectionId)],
  [
    "a connection moves",
    () =>
      updateConnection(
        people.admin,
        connectionId,
        1,
        { ...input, url: samples.holidays.url, settings: { authorization: "none" } },
        1,
      ),
  ],
];

test.each(endings)("when %s, the tokens die at the provider", async (_when, end) => {
  const { accessToken, refreshToken } = await tokens();
  expect(crm.authorization.introspect(accessToken)).not.toBeNull();
  await end();
  await revokeQueued();

  expect(crm.authorization.introspect(accessToken)).toBeNull();
  expect(toldOf(refreshToken)).toBe(1);
  expect(await db().revocation.count()).toBe(0);
});

test("a provider that is down is told later, and the console knows nothing readable until then", async () => {
  const { accessToken, refreshToken } = await tokens();
  crm.authorization.break({ answers: { revoke: { status: 503 } } });
  await signOut(member, connectionId);
  expect((await ownSignIn(member, connectionId))?.state).toBe("notSignedIn");
  await revocationsSettled();

  const [row] = await db().revocation.findMany();
  expect(row?.attempts).toBe(1);
  expect(row?.nextAt.getTime()).toBeGreaterThan(Date.now());
  expect(JSON.stringify(row)).not.toContain(accessToken);
  expect(JSON.stringify(row)).not.toContain(refreshToken);

  crm.authorization.heal();
  await revokeQueued();
  expect(crm.authorization.introspect(accessToken)).toBeNull();
  expect(await db().revocation.count()).toBe(0);
});

test("a console that starts takes up what the last one left", async () => {
  const { accessToken } = await tokens();
  crm.authorization.break({ answers: { revoke: { status: 503 } } });
  await signOut(member, connectionId);
  await revocationsSettled();
  crm.authorization.heal();
  await db().revocation.updateMany({ data: { nextAt: new Date(0) } });
  startRevoking();
  await revocationsSettled();
  expect(crm.authorization.introspect(accessToken)).toBeNull();
});

test("after a day it is given up, and the log says so", async () => {
  crm.authorization.break({ answers: { revoke: { status: 503 } } });
  await signOut(member, connectionId);
  await revocationsSettled();
  await db().revocation.updateMany({ data: { queuedAt: new Date(Date.now() - 25 * 3_600_000) } });
  await revokeQueued();

  expect(await db().revocation.count()).toBe(0);
  const events = await db().auditEvent.findMany({
    where: { workspaceId: people.workspaceId, name: "signIn.notRevoked" },
  });
  expect(events.map(({ detail }) => detail)).toMatchObject([
    { connection: "Internal CRM", member: member.name },
  ]);
});

test("tokens that arrive after their person has signed out are revoked as well", async () => {
  const signIn = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  crm.authorization.break({ delaysMs: { token: 1_000 } });
  const renewal = freshTokens(signIn, await tokens());
  await expect
    .poll(async () => (await db().signIn.findFirst({ where: { connectionId } }))?.refreshHolder)
    .toBeTruthy();
  await db().revocation.deleteMany();
  await db().signIn.deleteMany({ where: { connectionId } });

  expect(await renewal).toBeNull();
  await revokeQueued();
  expect(crm.authorization.seen("revoke").at(-1)?.body).toContain("access_token");
  const held = new URLSearchParams(crm.authorization.seen("revoke").at(-1)?.body).get("token") ?? "";
  expect(crm.authorization.introspect(held)).toBeNull();
});

test("tokens that the server refuses are kept neither here nor at the provider", async () => {
  await signOut(member, connectionId);
  await revokeQueued();
  crm.authorization.break({ editTokens: (answer) => ({ ...answer, access_token: "nonsense" }) });
  const callback = await consent(await startSignIn(member, connectionId, "/"), { as: "ben" });
  await expect(finishSignIn(member, callback.searchParams)).rejects.toMatchObject({ code: "invalid" });
  await revokeQueued();
  expect(toldOf("nonsense")).toBe(1);
  expect(await db().revocation.count()).toBe(0);
});

/** As if the pause after each attempt were over. */
async function revokeQueued(): Promise<void> {
  await revocationsSettled();
  await db().revocation.updateMany({ data: { nextAt: new Date(0) } });
  revokeSoon();
  await revocationsSettled();
}

async function tokens() {
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  const credential = openCredential(row.credential ?? "", row);
  if (credential.kind !== "oauth") throw new Error("not OAuth");
  return { ...credential.tokens, refreshToken: credential.tokens.refreshToken ?? "" };
}

function toldOf(token: string): number {
  const asked = crm.authorization.seen("revoke").map(({ body }) => new URLSearchParams(body).get("token"));
  return asked.filter((one) => one === token).length;
}
