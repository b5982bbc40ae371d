import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { ConnectionInput, OAuthSettings } from "@/lib/connections/schema";
import { faults } from "../fakes/authorization-faults";
import { startInternalCrm } from "../fakes/internal-crm";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { allowOrigins } from "../support/samples";

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const nobody = { redirectUris: [], clientSecret: null };
const apps = {
  secret: { clientId: "app-secret", clientSecret: "s3cret-of-the-workspace" },
  pem: { clientId: "app-pem", clientSecret: String(ec.privateKey.export({ type: "pkcs8", format: "pem" })) },
  // As a field of one line leaves it.
  line: {
    clientId: "app-line",
    clientSecret: String(rsa.privateKey.export({ type: "pkcs8", format: "pem" })).replaceAll("\n", ""),
  },
  jwk: { clientId: "app-jwk", clientSecret: JSON.stringify(ec.privateKey.export({ format: "jwk" })) },
} as const;
const crm = await startInternalCrm({
  authorization: {
    registration: false,
    clients: [
      { ...apps.secret, redirectUris: [] },
      { ...nobody, clientId: "app-pem", publicKey: ec.publicKey },
      { ...nobody, clientId: "app-jwk", publicKey: ec.publicKey },
      { ...nobody, clientId: "app-line", publicKey: rsa.publicKey },
    ],
  },
});
const provider = crm.authorization;
allowOrigins([crm.origin, provider.origin]);

const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { tryTool } = await import("../support/person");
const { createConnection } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { connectionImpact, findConnection } = await import("@/lib/connections/queries");
const { createAssignment, saveSetup } = await import("@/lib/assignments/commands");
const { createToken } = await import("@/lib/endpoint/commands");
const { answer } = await import("@/lib/endpoint/answer");
const { listActivity } = await import("@/lib/audit/queries");
const { flushCalls } = await import("@/lib/audit/calls");
const { revocationsSettled } = await import("@/lib/sign-ins/revocation");
const { startSignIn } = await import("@/lib/sign-ins/consent");
const { countTeammates, listOwnSignIns, ownSignIn } = await import("@/lib/sign-ins/queries");
const { signInWorkspace } = await import("@/lib/sign-ins/workspace-sign-in");
const { recordListing } = await import("@/lib/tools/commands");
const { listTools } = await import("@/lib/tools/queries");
const { endConnection } = await import("@/lib/sign-ins/ending");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;

const shared: OAuthSettings = { ...oauth, signsIn: "workspace", ownApp: true };

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

beforeEach(() => {
  provider.heal();
  crm.requireScopes(["crm.read", "crm.write"]);
  provider.requests.length = 0;
});

afterAll(async () => {
  await revocationsSettled();
  await crm.close();
});

function input(name: string, ownApp: ConnectionInput["ownApp"], settings = shared): ConnectionInput {
  return connectionInput(name, crm.url, settings, { ownApp });
}

async function connect(name: string, app: ConnectionInput["ownApp"] = apps.secret): Promise<string> {
  const id = await createConnection(people.admin, input(name, app));
  await recordListing(people.admin, id, await signInWorkspace(people.admin, id));
  return id;
}

const call = (actor: Actor, id: string) => tryTool(actor, id, "whoami");
const tokenRequests = () => provider.seen("token").length;
const crmPeople = () => crm.calls.map(({ person }) => person);

test.each(Object.entries(apps))("the workspace signs in with a %s, and everyone is", async (name, app) => {
  const id = await connect(`With ${name}`, app);
  const asked = new URLSearchParams(provider.seen("token").at(-1)?.body);
  expect(Object.fromEntries(asked)).toMatchObject({
    grant_type: "client_credentials",
    scope: "crm.read crm.write",
    resource: crm.url,
  });
  expect(provider.seen("token").every(({ body }) => !body.includes("PRIVATE"))).toBe(true);
  expect(await ownSignIn(people.member, id)).toMatchObject({
    state: "connected",
    shared: true,
    method: "workspace",
  });
  expect((await call(people.member, id)).isError).toBe(false);
  expect(crmPeople().at(-1)).toBe(app.clientId);
  expect(await findConnection(people.admin, id)).toMatchObject({ client: { hasSecret: true } });
  expect(JSON.stringify(await db().oAuthClient.findUnique({ where: { connectionId: id } }))).not.toContain(
    app.clientSecret.slice(30, 60) || app.clientSecret,
  );
});

test("a call is recorded for who made it, as the workspace", async () => {
  const id = await connect("Recorded");
  await call(people.author, id);
  await flushCalls();
  const { lines } = await listActivity(people.admin, { memberId: people.author.id, kind: "calls", page: 1 });
  expect(lines[0]?.sentence).toBe(
    `${people.author.name} called whoami of Recorded as the workspace to try it: done`,
  );
  expect((await countTeammates(people.admin)).connected.has(id)).toBe(false);
  expect((await connectionImpact(people.admin, id)).signedIn).toEqual(["The workspace"]);
});

test("an endpoint calls as the workspace too, and each person's sign-in elsewhere stays their own", async () => {
  const id = await connect("At an endpoint");
  const tool = (await listTools(people.admin, id)).find(({ name }) => name === "whoami");
  const assignment = await createAssignment(people.author, { name: "Shared", instructions: "" });
  await saveSetup(people.author, assignment, {
    version: 1,
    instructions: "",
    picks: [{ toolId: tool?.id ?? "", mode: "allow", mark: tool?.fingerprint?.slice(0, 12) ?? "" }],
  });
  const asked = { assignmentId: assignment, name: "Test", expiry: "never" } as const;
  const token = await createToken(people.member, asked);
  const request = new Request(`http://localhost:3000/mcp/${assignment}`, {
    method: "POST",
    headers: {
      host: "localhost:3000",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "at_an_endpoint__whoami", arguments: {} },
    }),
  });
  const response = await answer(request, assignment, request.body ?? new ReadableStream());
  expect(await response.text()).toContain("app-secret");
});

test("an expired token is renewed once for many callers, without a refresh token", async () => {
  const id = await connect("Renewed");
  await call(people.admin, id);
  const before = tokenRequests();
  provider.expireAccessTokens();
  const everyone = [people.owner, people.admin, people.author, people.member];
  const results = await Promise.all([...everyone, ...everyone, ...everyone].map((actor) => call(actor, id)));
  expect(results.every(({ isError }) => !isError)).toBe(true);
  expect(tokenRequests() - before).toBe(1);

  provider.break(faults.tokenDown);
  provider.expireAccessTokens();
  await expect(call(people.member, id)).rejects.toMatchObject({ code: "unavailable" });
  expect(await ownSignIn(people.admin, id)).toMatchObject({ state: "unavailable" });
});

describe("what an admin has to mend", () => {
  test("an app that is not accepted is said on the connection, and nobody can call", async () => {
    const id = await createConnection(
      people.admin,
      input("Wrong secret", { ...apps.secret, clientSecret: "wrong" }),
    );
    await expect(signInWorkspace(people.admin, id)).rejects.toThrow("does not accept the Client ID");
    expect(await ownSignIn(people.member, id)).toMatchObject({
      state: "error",
      reason: expect.stringContaining("does not accept the Client ID"),
    });
    const fixed = input("Wrong secret", apps.secret);
    await updateConnection(people.admin, id, 1, fixed);
    await recordListing(people.admin, id, await signInWorkspace(people.admin, id));
    expect((await call(people.member, id)).isError).toBe(false);
  });

  test("tokens that the server no longer takes are the workspace's matter, not the caller's", async () => {
    const id = await connect("Refused");
    provider.break({ editTokens: (body) => ({ ...body, access_token: "of-no-use-at-the-crm" }) });
    provider.expireAccessTokens();
    await expect(call(people.member, id)).rejects.toMatchObject({
      code: "sign-in-required",
      message: expect.stringContaining("An admin has to sign the workspace in to Refused"),
    });
    const event = { name: "signIn.needsReconnect", subjectId: id };
    expect(await db().auditEvent.findFirst({ where: event })).toMatchObject({
      detail: { member: "The workspace" },
    });
  });

  test("a secret that is missing, or a key that is none, is said at its field", async () => {
    const none = input("None", { clientId: "app-secret", clientSecret: null });
    await expect(createConnection(people.admin, none)).rejects.toMatchObject({ field: "clientSecret" });
    const pem = "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----";
    const bad = input("Bad", { clientId: "app-pem", clientSecret: pem });
    await expect(createConnection(people.admin, bad)).rejects.toMatchObject({ field: "clientSecret" });
  });

  test("a permission that is missing is an admin's to arrange, and nobody is asked to grant it", async () => {
    const id = await connect("Lacks");
    crm.requireScopes(["crm.admin"]);
    await expect(call(people.member, id)).rejects.toThrow("Lacks asks for crm.admin, which the workspace's");
    expect(await ownSignIn(people.member, id)).toMatchObject({ state: "connected", missing: null });
  });
});

test("people can neither consent to it nor sign the workspace in", async () => {
  const id = await connect("Not theirs");
  await expect(startSignIn(people.member, id, "/")).rejects.toMatchObject({ code: "conflict" });
  await expect(signInWorkspace(people.member, id)).rejects.toMatchObject({ code: "forbidden" });
});

test("where each person signs in again, nobody is left with the workspace's access", async () => {
  const id = await connect("Goes back");
  await updateConnection(
    people.admin,
    id,
    1,
    input("Goes back", apps.secret, { ...shared, signsIn: "person" }),
    1,
  );
  expect(await ownSignIn(people.member, id)).toMatchObject({ state: "notSignedIn", shared: false });
  await expect(call(people.member, id)).rejects.toMatchObject({ code: "sign-in-required" });
  expect((await listOwnSignIns(people.member)).find((own) => own.connectionId === id)?.state).toBe(
    "notSignedIn",
  );
  await expect(signInWorkspace(people.admin, id)).rejects.toMatchObject({ code: "conflict" });
});

test("a connection that goes takes the workspace's tokens with it", async () => {
  const id = await connect("Gone");
  const before = provider.seen("revoke").length;
  await endConnection(people.admin, id);
  await expect.poll(() => provider.seen("revoke").length).toBeGreaterThan(before);
  expect(await db().signIn.count({ where: { connectionId: id } })).toBe(0);
});
