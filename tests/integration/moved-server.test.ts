import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ConnectionInput } from "@/lib/connections/schema";
import { withMetadata } from "../fakes/authorization-faults";
import { startAuthorizationServer } from "../fakes/authorization-server";
import { startInternalCrm } from "../fakes/internal-crm";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { allowOrigins } from "../support/samples";

const crm = await startInternalCrm();
const first = crm.authorization;
const second = await startAuthorizationServer({ people: ["ben"], accessTokenSeconds: 60 });
allowOrigins([crm.origin, first.origin, second.origin]);

const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent, tryTool } = await import("../support/person");
const { createConnection, registerAgain } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { findConnection } = await import("@/lib/connections/queries");
const { moveConnection } = await import("@/lib/sign-ins/ending");
const { startSignIn } = await import("@/lib/sign-ins/consent");
const { ownSignIn } = await import("@/lib/sign-ins/queries");
const { revocationsSettled } = await import("@/lib/sign-ins/revocation");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;
let input: ConnectionInput;
let id: string;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

/** Each test begins with a member who is signed in where the first server signs people in. */
beforeEach(async ({ task }) => {
  first.heal();
  crm.trust(first);
  const scopes = ["crm.read", "crm.write"];
  input = connectionInput(task.id, crm.url, { ...oauth, scopes });
  id = await createConnection(people.admin, input);
  await signIn();
  second.requests.length = 0;
});

afterAll(async () => {
  await revocationsSettled();
  await Promise.all([crm.close(), second.close()]);
});

const signIn = () => signInByConsent(people.member, id, { as: "ben" });
const call = () => tryTool(people.member, id, "whoami");
const moved = async () => (await findConnection(people.admin, id))?.client?.moved ?? null;
const posted = () => second.requests.filter(({ method }) => method === "POST").map(({ path }) => path);

test.each([
  ["another server is named", () => crm.trust(second), () => second.issuer],
  [
    "the token endpoint moves",
    () => first.break(withMetadata({ token_endpoint: `${second.origin}/token` })),
    () => `${second.origin}/token`,
  ],
  [
    "the sign-in page moves",
    () => first.break(withMetadata({ authorization_endpoint: `${second.origin}/authorize` })),
    () => `${second.origin}/authorize`,
  ],
  [
    "revocation moves",
    () => first.break(withMetadata({ revocation_endpoint: `${second.origin}/revoke` })),
    () => `${second.origin}/revoke`,
  ],
])("when %s nothing is sent there, and sign-ins that exist go on", async (_, move, where) => {
  move();
  const failure = await startSignIn(people.member, id, "/").catch((error: Error) => error);
  expect(failure).toMatchObject({ code: "conflict", message: expect.stringContaining(where()) });
  await expect(startSignIn(people.admin, id, "/")).rejects.toMatchObject({ code: "conflict" });
  expect(await moved()).not.toBeNull();

  crm.trust(first);
  first.expireAccessTokens();
  const refreshesBefore = first.seen("token").length;
  expect((await call()).isError).toBe(false);
  expect(first.seen("token").length).toBe(refreshesBefore + 1);
  expect(posted()).toEqual([]);
  expect(await db().auditEvent.count({ where: { name: "client.moved", subjectId: id } })).toBe(1);
});

test("a server that goes back where it was needs nobody's word", async () => {
  crm.trust(second);
  await startSignIn(people.member, id, "/").catch(() => {});
  crm.trust(first);
  const mark = (await moved())?.mark ?? "";
  await expect(moveConnection(people.admin, id, mark)).rejects.toMatchObject({ code: "conflict" });
  expect(await moved()).toBeNull();
  await signIn();
  expect((await ownSignIn(people.member, id))?.state).toBe("connected");
});

test("a server that is down is not one that moved", async () => {
  first.break({ answers: { "first-metadata": { status: 503 }, "next-metadata": { status: 503 } } });
  expect((await startSignIn(people.member, id, "/")).origin).toBe(first.origin);
  expect(await moved()).toBeNull();
});

test("no edit and no registration adopts the new server along the way", async () => {
  crm.trust(second);
  const settings = { ...input.settings, scopes: ["crm.read"] } as typeof input.settings;
  await expect(updateConnection(people.admin, id, 1, { ...input, settings })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await moved()).not.toBeNull();
  await expect(registerAgain(people.admin, id)).rejects.toMatchObject({ code: "conflict" });
  expect(posted()).toEqual([]);
  expect((await findConnection(people.admin, id))?.client?.issuer).toBe(first.issuer);
});

test("an admin confirms what was on the screen: old tokens are revoked, everyone signs in anew", async () => {
  crm.trust(second);
  await startSignIn(people.member, id, "/").catch(() => {});
  const mark = (await moved())?.mark ?? "";
  await expect(moveConnection(people.member, id, mark)).rejects.toMatchObject({ code: "forbidden" });
  await expect(moveConnection(people.admin, id, "another")).rejects.toMatchObject({ code: "conflict" });
  const revocations = first.seen("revoke").length;

  await moveConnection(people.admin, id, mark);
  await expect.poll(() => first.seen("revoke").length).toBe(revocations + 2);
  expect(await moved()).toBeNull();
  expect(await ownSignIn(people.member, id)).toMatchObject({ state: "needsReconnect" });
  expect(posted()).toEqual(["/register"]);

  const before = first.seen("token").length;
  await signIn();
  expect((await call()).isError).toBe(false);
  expect(first.seen("token").length).toBe(before);
  expect(second.seen("token").every(({ body }) => !body.includes("fake-refresh"))).toBe(true);
});

test("a confirmation does not undo what somebody else made of the connection meanwhile", async () => {
  crm.trust(second);
  await startSignIn(people.member, id, "/").catch(() => {});
  const mark = (await moved())?.mark ?? "";
  second.break({ delaysMs: { register: 1_500 } });
  const before = second.requests.length;
  const confirming = moveConnection(people.admin, id, mark).catch((error: Error) => error);
  await expect.poll(() => second.requests.length).toBeGreaterThan(before);
  const client = await db().oAuthClient.update({
    where: { connectionId: id },
    data: { createdAt: new Date(Date.now() + 1) },
  });
  expect(await confirming).toMatchObject({ code: "conflict" });
  second.heal();
  expect(await db().oAuthClient.findUnique({ where: { connectionId: id } })).toEqual(client);
  expect((await ownSignIn(people.member, id))?.state).toBe("connected");
});

test("a change of scopes keeps the registration, and with it everybody's tokens", async () => {
  const clientId = (await findConnection(people.admin, id))?.client?.clientId;
  const settings = { ...input.settings, scopes: ["crm.read"] } as typeof input.settings;
  await updateConnection(people.admin, id, 1, { ...input, settings });
  expect((await findConnection(people.admin, id))?.client?.clientId).toBe(clientId);
  first.expireAccessTokens();
  expect((await call()).isError).toBe(false);
});
