import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { consent } from "../fakes/consent";
import { startInternalCrm } from "../fakes/internal-crm";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { allowOrigins } from "../support/samples";

const crm = await startInternalCrm();
const provider = crm.authorization;
allowOrigins([crm.origin, provider.origin]);

const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent, tryTool } = await import("../support/person");
const { createConnection, registerAgain } = await import("@/lib/connections/commands");
const { findConnection } = await import("@/lib/connections/queries");
const { finishSignIn, startSignIn } = await import("@/lib/sign-ins/consent");
const { ownSignIn } = await import("@/lib/sign-ins/queries");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;
let id: string;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

/** Each test begins with a member who is signed in through the first registration. */
beforeEach(async ({ task }) => {
  provider.heal();
  const scopes = ["crm.read", "crm.write"];
  id = await createConnection(people.admin, connectionInput(task.id, crm.url, { ...oauth, scopes }));
  await signIn(people.member);
  provider.requests.length = 0;
});

afterAll(() => crm.close());

const signIn = (actor: Actor) => signInByConsent(actor, id, { as: "ben" });
const call = (actor: Actor = people.member) => tryTool(actor, id, "whoami");
const client = async () => (await findConnection(people.admin, id))?.client;
const registrations = () => provider.seen("register").length;
const sentTokens = () => provider.seen("token").filter(({ body }) => body.includes("refresh_token=")).length;
const REFUSAL = { answers: { token: { status: 401, body: { error: "invalid_client" } } } };

test("a provider that forgot us is registered with again by the next sign-in", async () => {
  const before = await client();
  provider.forgetClients();
  provider.expireAccessTokens();
  await expect(call()).rejects.toMatchObject({ code: "sign-in-required" });
  expect(await ownSignIn(people.member, id)).toMatchObject({
    state: "needsReconnect",
    reason: expect.stringContaining("the console then registers anew"),
  });
  expect((await client())?.lost).toBe("once");

  await signIn(people.member);
  expect((await call()).isError).toBe(false);
  expect(await client()).toMatchObject({ lost: null });
  expect((await client())?.clientId).not.toBe(before?.clientId);
  expect(registrations()).toBe(1);

  provider.forgetClients();
  provider.expireAccessTokens();
  await call().catch(() => {});
  await signIn(people.member);
  expect(registrations()).toBe(2);
});

test("a provider that forgets the new registration too is not registered with for ever", async () => {
  provider.break(REFUSAL);
  await expect(signIn(people.member)).rejects.toThrow("Start again: the console then registers anew.");
  expect(registrations()).toBe(0);
  await expect(signIn(people.member)).rejects.toMatchObject({ kind: "invalid-client" });
  expect(registrations()).toBe(1);
  for (const _ of [1, 2]) await expect(signIn(people.member)).rejects.toMatchObject({ code: "conflict" });
  expect(registrations()).toBe(1);
  expect((await client())?.lost).toBe("again");

  provider.heal();
  await registerAgain(people.admin, id);
  await signIn(people.member);
  expect((await call()).isError).toBe(false);
});

test("people who come at the same moment end with one client, and all of them sign in", async () => {
  provider.forgetClients();
  provider.expireAccessTokens();
  await call().catch(() => {});
  const all = [people.owner, people.admin, people.author, people.member];
  const addresses = await Promise.all(all.map((actor) => startSignIn(actor, id, "/")));
  const used = new Set(addresses.map((address) => address.searchParams.get("client_id")));
  expect([...used]).toEqual([(await client())?.clientId]);
  for (const [index, actor] of all.entries()) {
    const callback = await consent(addresses[index] ?? "", { as: "ben" });
    await finishSignIn(actor, callback.searchParams);
  }
});

test("a secret is renewed before it ends, and no token of the old client is offered by the new", async () => {
  await signIn(people.author);
  const soon = new Date(Date.now() + 5 * 60_000);
  const before = await client();
  await db().oAuthClient.update({
    where: { connectionId: id },
    data: { expiresAt: soon, createdAt: new Date(Date.now() - 86_400_000) },
  });
  await signIn(people.author);
  expect((await client())?.clientId).not.toBe(before?.clientId);
  expect(registrations()).toBe(1);
  expect((await call()).isError).toBe(false);

  provider.expireAccessTokens();
  const sent = sentTokens();
  await expect(call()).rejects.toMatchObject({ code: "sign-in-required" });
  expect(sentTokens()).toBe(sent);
  expect((await ownSignIn(people.member, id))?.reason).toBe(
    "This console registered again at the provider. Sign in again to go on.",
  );
  expect((await call(people.author)).isError).toBe(false);
});

test("a secret that is over as soon as it is made is not asked for again and again", async () => {
  await db().oAuthClient.update({ where: { connectionId: id }, data: { expiresAt: new Date() } });
  await signIn(people.member);
  expect(registrations()).toBe(0);
});
