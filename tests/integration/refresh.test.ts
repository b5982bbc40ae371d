import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { faults } from "../fakes/authorization-faults";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { startSamples } from "../support/samples";

const samples = await startSamples();
const { crm } = samples;
const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent, tryTool } = await import("../support/person");
const { createConnection } = await import("@/lib/connections/commands");
const { ownSignIn } = await import("@/lib/sign-ins/queries");
const { db } = await import("@/lib/db/client");
const { systemPermit } = await import("@/lib/access/actor");
const { takeLease } = await import("@/lib/sign-ins/lease");
const { openProvider, renewable, renewHolding } = await import("@/lib/sign-ins/renewal");

let people: TestWorkspace;
let connectionId: string;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
  connectionId = await createConnection(people.admin, connectionInput("Internal CRM", crm.url, oauth));
  await signIn();
});

afterEach(() => crm.authorization.heal());

afterAll(() => samples.close());

const signIn = () => signInByConsent(people.member, connectionId, { as: "ben" });
const call = () => tryTool(people.member, connectionId, "whoami");
const isCallable = () =>
  call().then(
    ({ isError }) => !isError,
    () => false,
  );
const state = async () => (await ownSignIn(people.member, connectionId))?.state;
const refreshes = () =>
  crm.authorization.seen("token").filter(({ body }) => body.includes("refresh_token")).length;

test("an expired token is renewed once for fifty callers, and no refresh token is used twice", async () => {
  const before = refreshes();
  crm.authorization.expireAccessTokens();
  const results = await Promise.all(Array.from({ length: 50 }, call));
  expect(results.every(({ isError }) => !isError)).toBe(true);
  expect(refreshes() - before).toBe(1);
  expect(crm.authorization.reuses()).toBe(0);
});

test("a token that is about to end is renewed before the call", async () => {
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  const { openCredential, sealCredential } = await import("@/lib/sign-ins/credential");
  const credential = openCredential(row.credential ?? "", row);
  if (credential.kind !== "oauth") throw new Error("not OAuth");
  const tokens = { ...credential.tokens, renewAt: Date.now() - 1 };
  const sealed = sealCredential({ kind: "oauth", tokens }, row);
  await db().signIn.update({ where: { id: row.id }, data: { credential: sealed } });

  const before = refreshes();
  const refused = crm.requests.filter(({ status }) => status === 401).length;
  await call();
  expect(refreshes() - before).toBe(1);
  expect(crm.requests.filter(({ status }) => status === 401).length).toBe(refused);
});

test("a provider that is down makes the sign-in unavailable and keeps the tokens", async () => {
  crm.authorization.break(faults.tokenDown);
  crm.authorization.expireAccessTokens();
  await expect(call()).rejects.toMatchObject({ code: "unavailable" });
  expect(await state()).toBe("unavailable");

  crm.authorization.heal();
  await expect.poll(isCallable, { timeout: 5_000 }).toBe(true);
  expect(await state()).toBe("connected");
});

test("a provider that is down is asked now and then, not for each call", async () => {
  crm.authorization.break(faults.tokenDown);
  crm.authorization.expireAccessTokens();
  const before = refreshes();
  for (let index = 0; index < 20; index += 1) expect(await isCallable()).toBe(false);
  expect(refreshes() - before).toBeLessThan(10);

  crm.authorization.heal();
  await expect.poll(isCallable, { timeout: 5_000 }).toBe(true);
});

test("a renewal that another process left behind is taken over, and once only", async () => {
  const minuteAgo = new Date(Date.now() - 60_000);
  await db().signIn.updateMany({
    where: { connectionId },
    data: { refreshHolder: "gone", refreshStartedAt: minuteAgo },
  });
  crm.authorization.expireAccessTokens();
  const before = refreshes();
  await Promise.all([call(), call(), call()]);
  expect(refreshes() - before).toBe(1);
  expect((await db().signIn.findFirstOrThrow({ where: { connectionId } })).refreshHolder).toBeNull();
});

test("a late writer that was replaced meanwhile saves nothing", async () => {
  crm.authorization.break({ delaysMs: { token: 1_500 } });
  crm.authorization.expireAccessTokens();
  const late = call();
  await expect.poll(() => refreshUnderWay()).not.toBeNull();
  await db().signIn.updateMany({ where: { connectionId }, data: { refreshHolder: "somebody else" } });
  await late.catch(() => {});
  expect((await db().signIn.findFirstOrThrow({ where: { connectionId } })).refreshHolder).toBe(
    "somebody else",
  );
  await db().signIn.updateMany({ where: { connectionId }, data: { refreshHolder: null } });
});

test("a process that wakes up after its time has nothing left to send", async () => {
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId }, include: renewable });
  const permit = systemPermit("refresh a credential", row.workspaceId);
  const lease = await takeLease(permit, row);
  const before = refreshes();
  const late = { holder: lease?.holder ?? "", lost: 0, sendBy: Date.now() - 1 };
  await expect(renewHolding(permit, row, openProvider(row), late)).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(refreshes()).toBe(before);
});

test.each([0, -1, 1e12, "x", "3600", null, []])(
  "tokens that claim to live %j seconds are used until they are refused, then renewed once",
  async (expiresIn) => {
    crm.authorization.break({ editTokens: (answer) => ({ ...answer, expires_in: expiresIn }) });
    await signIn();
    await call();
    crm.authorization.expireAccessTokens();
    const before = refreshes();
    expect((await call()).isError).toBe(false);
    expect(refreshes() - before).toBe(1);
    expect(await state()).toBe("connected");
  },
);

test("a renewal that was interrupted twice is not tried a third time, and the person is told", async () => {
  await signIn();
  const minuteAgo = new Date(Date.now() - 60_000);
  const where = { connectionId };
  const data = { refreshHolder: "gone", refreshStartedAt: minuteAgo, refreshLost: 1 };
  await db().signIn.updateMany({ where, data });
  crm.authorization.expireAccessTokens();
  const before = refreshes();
  await expect(call()).rejects.toMatchObject({ code: "sign-in-required" });
  expect(refreshes()).toBe(before);
  expect(await db().signIn.findFirstOrThrow({ where })).toMatchObject({
    status: "needsReconnect",
    reason: expect.stringContaining("interrupted"),
    credential: null,
  });
});

test("a grant that was withdrawn needs a person, says why, and forgets the tokens", async () => {
  await signIn();
  const before = await endings();
  crm.authorization.withdraw("ben");
  await expect(call()).rejects.toMatchObject({ code: "sign-in-required" });
  expect(await state()).toBe("needsReconnect");
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  expect(row.credential).toBeNull();
  expect(row.reason).toBeTruthy();
  expect((await endings()) - before).toBe(1);
});

test("signing in again updates the sign-in in place", async () => {
  const before = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  await signIn();
  const after = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  expect(after.id).toBe(before.id);
  expect(await state()).toBe("connected");
  expect((await call()).isError).toBe(false);
});

async function refreshUnderWay() {
  return (await db().signIn.findFirstOrThrow({ where: { connectionId } })).refreshHolder;
}

function endings(): Promise<number> {
  return db().auditEvent.count({ where: { name: "signIn.needsReconnect" } });
}

test.each(["refused", "about to end"])(
  "tokens for a new address are not given to a call at the old one whose own are %s",
  async (what) => {
    const row = await db().signIn.findFirstOrThrow({ where: { connectionId } });
    const { sealCredential, tokensOf } = await import("@/lib/sign-ins/credential");
    const { freshTokens } = await import("@/lib/sign-ins/refresh");
    const old = tokensOf(row);
    if (!old) throw new Error("not OAuth");
    const due = sealCredential({ kind: "oauth", tokens: { ...old, renewAt: Date.now() - 1 } }, row);
    const place = { id: row.id, boundUrl: "https://new.example.com/mcp" };
    const tokens = { ...old, accessToken: "for the new address" };
    await db().signIn.update({
      where: { id: row.id },
      data: {
        ...place,
        credential: sealCredential({ kind: "oauth", tokens }, place),
        version: { increment: 1 },
      },
    });
    const known = what === "refused" ? row : { ...row, credential: due };
    expect(await freshTokens(known, what === "refused" ? old : null)).toBeNull();
    const { boundUrl, credential, version } = row;
    await db().signIn.update({ where: { id: row.id }, data: { boundUrl, credential, version } });
  },
);
