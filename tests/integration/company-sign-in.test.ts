import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { methodLabels } from "@/components/connections/authorization-words";
import type { Actor } from "@/lib/access/actor";
import { lacksSignIn } from "@/lib/assignments/state";
import type { OAuthSettings } from "@/lib/connections/schema";
import { faults } from "../fakes/authorization-faults";
import { consent } from "../fakes/consent";
import { type IdentityProvider, startIdentityProvider, takingWordOf } from "../fakes/identity-provider";
import { startInternalCrm } from "../fakes/internal-crm";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { allowOrigins } from "../support/samples";

const ours = { clientId: "console-at-company", clientSecret: "c0mpany-secret-of-ours" };
const redirectUris = [`${process.env["PATCHBAY_URL"] ?? "http://localhost:3000"}/oauth/company/callback`];
const clients = [
  { ...ours, redirectUris },
  { ...ours, clientId: "other-app", redirectUris },
];
const [idp, otherIdp] = await Promise.all([
  startIdentityProvider({ clients, people: ["ada", "grace"] }),
  startIdentityProvider({ clients, people: ["ada", "grace"] }),
]);
let trusted: IdentityProvider = idp;
const app = { clientId: "console-at-crm", clientSecret: "s3cret-at-the-crm" };
const crm = await startInternalCrm({
  authorization: {
    registration: false,
    clients: [{ ...app, redirectUris: [] }],
    moreGrants: takingWordOf(() => trusted),
  },
});
const provider = crm.authorization;
allowOrigins([crm.origin, provider.origin, idp.origin, otherIdp.origin]);

const { buildMember, buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { tryTool } = await import("../support/person");
const { createAssignment } = await import("@/lib/assignments/commands");
const { listSetup } = await import("@/lib/assignments/queries");
const { removeCompany, saveCompany, signOutOfCompany } = await import("@/lib/company/commands");
const { finishCompanySignIn, startCompanySignIn } = await import("@/lib/company/consent");
const { findCompany, ownCompany } = await import("@/lib/company/queries");
const { createConnection } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { flushTraces } = await import("@/lib/connections/traces");
const { db } = await import("@/lib/db/client");
const { signInWithCompany } = await import("@/lib/sign-ins/company-sign-in");
const { startSignIn } = await import("@/lib/sign-ins/consent");
const { endMember } = await import("@/lib/sign-ins/ending");
const { revocationsSettled, revokeSoon } = await import("@/lib/sign-ins/revocation");
const { listOwnSignIns, ownSignIn } = await import("@/lib/sign-ins/queries");
const { recordListing } = await import("@/lib/tools/commands");

let people: TestWorkspace;

const byCompany: OAuthSettings = { ...oauth, signsIn: "company", ownApp: true };

withTestDatabase();

beforeEach(async () => {
  trusted = idp;
  for (const server of [idp, otherIdp, provider]) {
    server.heal();
    server.requests.length = 0;
  }
  idp.holdFor(3600);
  crm.calls.length = 0;
  crm.requireScopes(["crm.read", "crm.write"]);
  people = await buildWorkspace();
});

afterAll(async () => {
  await revocationsSettled();
  await Promise.all([crm.close(), idp.close(), otherIdp.close()]);
});

async function setUp(issuer = idp.issuer, clientId = ours.clientId): Promise<void> {
  const version = (await findCompany(people.admin))?.version ?? 0;
  const { clientSecret } = ours;
  await saveCompany(people.admin, { issuer, clientId, clientSecret, version });
}

async function logIn(actor: Actor, as = "ada"): Promise<string> {
  const callback = await consent(await startCompanySignIn(actor, "/sign-ins"), { as });
  return finishCompanySignIn(actor, callback.searchParams);
}

/** A connection that trusts the company, with its tools known. */
async function connect(): Promise<string> {
  const id = await createConnection(
    people.admin,
    connectionInput("CRM", crm.url, byCompany, { ownApp: app }),
  );
  await logIn(people.admin, "grace");
  await recordListing(people.admin, id, await signInWithCompany(people.admin, id));
  return id;
}

const call = (actor: Actor, id: string) => tryTool(actor, id, "whoami");
const callers = () => crm.calls.map(({ person }) => person);
const forms = (server: typeof provider) => server.seen("token").map(({ body }) => new URLSearchParams(body));
const exchanges = () => forms(idp).filter((form) => form.get("grant_type")?.endsWith(":token-exchange"));
const renewals = () => forms(idp).filter((form) => form.get("grant_type") === "refresh_token");

/** The refresh tokens that the company gives from now on, each after this while. */
function tokensGiven(token = 0): string[] {
  const given: string[] = [];
  const editTokens = (body: object) => {
    if ("refresh_token" in body) given.push(String(body.refresh_token));
    return body;
  };
  idp.break({ delaysMs: { token }, editTokens });
  return given;
}
const told = () => idp.seen("revoke").map(({ body }) => new URLSearchParams(body).get("token"));

/** Whether Setup, and whatever looks before a call, says that a sign-in is missing. */
async function isToldToSignIn(actor: Actor, connectionId: string): Promise<boolean | undefined> {
  const assignmentId = await createAssignment(people.author, { name: randomUUID(), instructions: "" });
  const setup = await listSetup(actor, assignmentId);
  const group = setup?.groups.find((one) => one.connectionId === connectionId);
  return group && lacksSignIn(group);
}

/** The next use finds that the ID token is over. */
async function runOut(actor: Actor): Promise<void> {
  idp.holdFor(1);
  await logIn(actor);
  idp.holdFor(3600);
}

test("the company signs a person in without a consent, by pressing Sign in or at the first call", async () => {
  await setUp();
  const id = await connect();
  expect(await logIn(people.member)).toBe("/sign-ins");
  expect(await ownCompany(people.member)).toMatchObject({ state: "connected", name: "ada@example.com" });
  expect(await ownSignIn(people.member, id)).toMatchObject({ state: "notSignedIn" });
  expect(await isToldToSignIn(people.member, id)).toBe(false);
  expect(await isToldToSignIn(people.author, id)).toBe(true);

  expect((await call(people.member, id)).isError).toBe(false);
  await call(people.admin, id);
  expect(callers()).toEqual(["ada", "grace"]);
  expect(await ownSignIn(people.member, id)).toMatchObject({ state: "connected" });
  expect(provider.seen("authorize")).toEqual([]);
  const listed = (await listOwnSignIns(people.member)).map(({ method }) => methodLabels[method]);
  expect(listed).toEqual(["Company sign-in"]);
  expect(Object.fromEntries(exchanges().at(-1) ?? [])).toMatchObject({
    audience: provider.issuer,
    resource: crm.url,
    scope: "crm.read crm.write",
  });
  await expect(startSignIn(people.member, id, "/")).rejects.toMatchObject({ code: "conflict" });
});

test("what the company says goes only where it is meant for, and nothing of it is kept or traced", async () => {
  await setUp();
  const id = await connect();
  await call(people.admin, id);
  await flushTraces();
  const words = forms(provider).flatMap((form) => form.get("assertion") ?? []);
  const idTokens = exchanges().flatMap((form) => form.get("subject_token") ?? []);
  expect([words.length, idTokens.length]).toEqual([1, 1]);

  const seen = (server: typeof provider) =>
    JSON.stringify(server.requests.map((one) => [one.path, one.body]));
  const stored = JSON.stringify([
    await db().signIn.findMany(),
    await db().companySignIn.findMany(),
    await db().company.findMany(),
    await db().signInTrace.findMany(),
    await db().auditEvent.findMany(),
  ]);
  for (const secret of [...words, ...idTokens, ours.clientSecret]) expect(stored).not.toContain(secret);
  for (const word of words) expect(seen(idp)).not.toContain(word);
  for (const idToken of idTokens) expect(seen(provider)).not.toContain(idToken);
  expect(provider.seen("token").every(({ path }) => path === "/token")).toBe(true);
  expect(await db().signInTrace.findFirst({ where: { what: "companySignIn" } })).toMatchObject({
    failure: null,
  });
});

test("each person is vouched for as who they are, never by somebody else's ID token", async () => {
  await setUp();
  const id = await connect();
  await expect(call(people.member, id)).rejects.toMatchObject({
    code: "sign-in-required",
    message: expect.stringContaining("Sign in to the company first"),
  });
  expect(callers()).toEqual([]);

  await logIn(people.member, "ada");
  await call(people.member, id);
  await logIn(people.member, "grace");
  await call(people.member, id);
  expect(callers()).toEqual(["ada", "grace"]);
});

describe("when it runs out", () => {
  test("tokens are renewed by the company's word, once for many calls", async () => {
    await setUp();
    const id = await connect();
    await call(people.admin, id);
    const before = exchanges().length;
    provider.expireAccessTokens();
    const results = await Promise.all(Array.from({ length: 8 }, () => call(people.admin, id)));
    expect(results.every(({ isError }) => !isError)).toBe(true);
    expect(exchanges().length - before).toBe(1);
  });

  test("an ID token that ran out is renewed, once for several connections", async () => {
    await setUp();
    const id = await connect();
    const other = await createConnection(
      people.admin,
      connectionInput("CRM too", crm.url, byCompany, { ownApp: app }),
    );
    await recordListing(people.admin, other, await signInWithCompany(people.admin, id));
    await runOut(people.member);
    const results = await Promise.all([call(people.member, id), call(people.member, other)]);
    expect(results.every(({ isError }) => !isError)).toBe(true);
    expect(renewals()).toHaveLength(1);
    expect(callers()).toEqual(["ada", "ada"]);
  });

  test("a company that renews no more has the person sign in there again, and then everything goes on", async () => {
    await setUp();
    const id = await connect();
    await logIn(people.member);
    await call(people.member, id);
    await runOut(people.member);
    idp.withdraw("ada");
    provider.expireAccessTokens();
    await expect(call(people.member, id)).rejects.toThrow();
    expect(await ownCompany(people.member)).toMatchObject({ state: "needsReconnect" });
    expect(await ownSignIn(people.member, id)).toMatchObject({
      state: "needsReconnect",
      reason: expect.stringContaining("ran out"),
    });
    await logIn(people.member);
    expect((await call(people.member, id)).isError).toBe(false);
  });

  test("a company that does not answer changes nothing", async () => {
    await setUp();
    const id = await connect();
    await call(people.admin, id);
    idp.break(faults.tokenDown);
    provider.expireAccessTokens();
    await expect(call(people.admin, id)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(`identity provider ${new URL(idp.issuer).host}`),
    });
    idp.heal();
    await expect.poll(async () => (await call(people.admin, id)).isError, { timeout: 15_000 }).toBe(false);
  });
});

describe("who said no", () => {
  test("the company", async () => {
    await setUp();
    const id = await connect();
    const member = await buildMember(people.workspaceId, "member");
    const strict = await consent(await startCompanySignIn(member, "/"), { as: "mallory" });
    await finishCompanySignIn(member, strict.searchParams);
    idp.distrust("mallory");
    await expect(signInWithCompany(member, id)).rejects.toThrow(
      `identity provider ${new URL(idp.issuer).host} does not vouch for you`,
    );
    expect(provider.seen("token").filter(({ body }) => body.includes("assertion"))).toHaveLength(1);
  });

  test("the provider, which trusts another company", async () => {
    await setUp();
    const id = await connect();
    trusted = otherIdp;
    await logIn(people.member);
    await expect(signInWithCompany(people.member, id)).rejects.toThrow("does not take the company's word");
  });

  test("neither, but what the company gave is not an ID-JAG", async () => {
    await setUp();
    const id = await connect();
    await logIn(people.member);
    idp.break({ editTokens: (body) => ({ ...body, issued_token_type: "urn:x:access_token" }) });
    await expect(signInWithCompany(people.member, id)).rejects.toThrow("ID-JAG");
  });
});

describe("a log-in that does not hold is not kept", () => {
  const forged = (edit: (idToken: string) => string) =>
    idp.break({
      editTokens: (body) => ({
        ...body,
        ...("id_token" in body && { id_token: edit(String(body.id_token)) }),
      }),
    });

  test.each([
    ["another nonce", () => idp.break({ editTokens: (body) => ({ ...body, id_token: replayed }) })],
    ["a signature that does not fit", () => forged((jwt) => `${jwt.slice(0, -8)}AAAAAAAA`)],
    ["no ID token", () => idp.break({ editTokens: (body) => ({ ...body, id_token: "" }) })],
    ["one that ran out", () => idp.holdFor(-600)],
  ])("%s", async (_what, spoil) => {
    await setUp();
    await replay();
    const started = await startCompanySignIn(people.member, "/");
    spoil();
    const callback = await consent(started, { as: "ada" });
    await expect(finishCompanySignIn(people.member, callback.searchParams)).rejects.toMatchObject({
      kind: "token-refused",
    });
    expect(await ownCompany(people.member)).toMatchObject({ state: "notSignedIn" });
  });

  let replayed = "";
  /** An ID token of an earlier log-in, good in every other way. */
  async function replay(): Promise<void> {
    idp.break({
      editTokens: (body) => {
        replayed = "id_token" in body ? String(body.id_token) : replayed;
        return body;
      },
    });
    await logIn(people.admin);
    idp.heal();
  }

  test("another person's callback", async () => {
    await setUp();
    const callback = await consent(await startCompanySignIn(people.member, "/"), { as: "ada" });
    await expect(finishCompanySignIn(people.author, callback.searchParams)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("what ends it", () => {
  test.each([
    ["another identity provider", () => setUp(otherIdp.issuer)],
    ["another client of it", () => setUp(idp.issuer, "other-app")],
    ["no company sign-in any more", () => removeCompany(people.admin)],
  ])("%s", async (_what, change) => {
    await setUp();
    const id = await connect();
    await change();
    expect(await db().companySignIn.count({ where: { workspaceId: people.workspaceId } })).toBe(0);
    expect(await ownSignIn(people.admin, id)).toMatchObject({ state: "needsReconnect" });
    await expect(call(people.admin, id)).rejects.toMatchObject({ code: "sign-in-required" });
  });

  test("signing out of the company, and leaving the workspace", async () => {
    await setUp();
    const id = await connect();
    await logIn(people.member);
    await call(people.member, id);
    await signOutOfCompany(people.admin);
    expect(await ownSignIn(people.admin, id)).toMatchObject({ state: "notSignedIn" });
    await expect(call(people.admin, id)).rejects.toMatchObject({ code: "sign-in-required" });
    expect((await call(people.member, id)).isError).toBe(false);

    await endMember(people.admin, people.member.id);
    const left = { where: { workspaceId: people.workspaceId } };
    expect([await db().companySignIn.count(left), await db().signIn.count(left)]).toEqual([0, 0]);
    await expect.poll(() => provider.seen("revoke").length).toBeGreaterThan(1);
  });

  test.each([
    ["signing out of the company", () => signOutOfCompany(people.member)],
    ["leaving the workspace", () => endMember(people.admin, people.member.id)],
    ["another client of it", () => setUp(idp.issuer, "other-app")],
    ["no company sign-in any more", () => removeCompany(people.admin)],
  ])("%s has the company revoke what it gave", async (_what, end) => {
    await setUp();
    const given = tokensGiven();
    await logIn(people.member);
    await end();
    revokeSoon();
    await revocationsSettled();
    expect(given).toHaveLength(1);
    expect(told()).toContain(given[0]);
    expect(await db().revocation.count()).toBe(0);
  });

  test("what the company gives in a renewal that the person did not wait for is revoked too", async () => {
    await setUp();
    const id = await connect();
    await runOut(people.member);
    const given = tokensGiven(1_000);
    const signingIn = signInWithCompany(people.member, id).catch(() => "of no use any more");
    await expect.poll(() => renewals().length).toBe(1);
    await signOutOfCompany(people.member);
    await signingIn;
    revokeSoon();
    await revocationsSettled();
    expect(told()).toContain(given[0]);
  });

  test("another way to sign in", async () => {
    await setUp();
    const id = await connect();
    const settings = { ...byCompany, signsIn: "person" } as const;
    const next = connectionInput("CRM", crm.url, settings, { ownApp: app });
    await updateConnection(people.admin, id, 1, next, 1);
    expect(await ownSignIn(people.admin, id)).toMatchObject({ state: "needsReconnect" });
    await expect(signInWithCompany(people.admin, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("an issuer that is none is said at its field", async () => {
  for (const issuer of [provider.issuer, `${idp.origin}/elsewhere`]) {
    const asked = { issuer, clientId: "x", clientSecret: null, version: 0 };
    await expect(saveCompany(people.admin, asked)).rejects.toMatchObject({ field: "issuer" });
  }
  expect(await findCompany(people.admin)).toBeNull();
});
