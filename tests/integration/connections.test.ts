import { afterAll, beforeAll, expect, test } from "vitest";
import { startRegistrationRefused, startWithoutRegistration } from "../fakes/bad-authorization";
import { consent } from "../fakes/consent";
import { analyticsClient, erpTenant, erpToken, warehouseKey } from "../fakes/sample-credentials";
import type { TestWorkspace } from "../support/builders";
import { apiKey, connectionInput as input, oauth } from "../support/connection-input";
import { allowOrigins, startSamples } from "../support/samples";

const samples = await startSamples();
const noRegistration = await startWithoutRegistration();
const refusesRegistration = await startRegistrationRefused();
for (const server of [noRegistration, refusesRegistration]) {
  allowOrigins([server.origin, server.authorization.origin]);
}
const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent, tryTool } = await import("../support/person");
const { createConnection, registerAgain, removeConnection } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { connectionImpact, findConnection, listConnections } = await import("@/lib/connections/queries");
const { checkServer } = await import("@/lib/connections/check");
const { signInWithHeaders, signInWithKey } = await import("@/lib/sign-ins/commands");
const { finishSignIn, startSignIn } = await import("@/lib/sign-ins/consent");
const { listOwnSignIns, ownSignIn, listTeammateSignIns } = await import("@/lib/sign-ins/queries");
const { upstreamFor } = await import("@/lib/sign-ins/upstream");
const { recordListing } = await import("@/lib/tools/commands");
const { listTools } = await import("@/lib/tools/queries");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

afterAll(() => Promise.all([samples.close(), noRegistration.close(), refusesRegistration.close()]));

test("an open server is added, listed and called without a sign-in", async () => {
  const id = await createConnection(
    people.admin,
    input("Public holidays", samples.holidays.url, { authorization: "none" }),
  );
  const { upstream } = await upstreamFor(people.member, id);
  const { listTools: listUpstream } = await import("@/lib/mcp/tools");
  const outcome = await recordListing(people.member, id, await listUpstream(upstream));
  expect(outcome).toMatchObject({ held: 0, first: true });
  const result = await tryTool(people.member, id, "list_holidays", { country: "DE", year: 2026 });
  expect(result.isError).toBe(false);
});

test("a server that asks for a sign-in is not added as one that needs none", async () => {
  for (const { url } of [samples.warehouse, samples.crm]) {
    await expect(
      createConnection(people.admin, input("Open?", url, { authorization: "none" })),
    ).rejects.toMatchObject({
      field: "authorization",
      message: expect.stringContaining("asks for a sign-in"),
    });
  }
});

test("each person calls with their own key, and a wrong key is refused and not stored", async () => {
  const id = await createConnection(people.admin, input("Warehouse API", samples.warehouse.url, apiKey));
  await expect(signInWithKey(people.author, id, "wh_wrong")).rejects.toThrow(
    "Warehouse API refused this key.",
  );
  expect((await ownSignIn(people.author, id))?.state).toBe("notSignedIn");

  for (const [actor, person] of [
    [people.author, "ada"],
    [people.member, "ben"],
  ] as const) {
    const listing = await signInWithKey(actor, id, warehouseKey(person));
    await recordListing(actor, id, listing);
    await tryTool(actor, id, "find_stock", { query: "bolt" });
    expect(samples.warehouse.calls.at(-1)).toMatchObject({ tool: "find_stock", person });
  }
  await expect(tryTool(people.owner, id, "find_stock")).rejects.toThrow("Sign in to Warehouse API first");
});

test("custom headers: shared values come from the admin, the rest from each person", async () => {
  const headers = [
    { name: "X-ERP-User", secret: false, hint: "", shared: false },
    { name: "X-ERP-Token", secret: true, hint: "", shared: false },
    { name: "X-ERP-Tenant", secret: false, hint: "", shared: true },
  ];
  const id = await createConnection(
    people.admin,
    input(
      "Legacy ERP",
      samples.erp.url,
      { authorization: "headers", headers },
      { sharedValues: { "X-ERP-Tenant": erpTenant } },
    ),
  );
  const values = [
    { name: "X-ERP-User", value: "ada" },
    { name: "X-ERP-Token", value: erpToken("ada") },
  ];
  await recordListing(people.member, id, await signInWithHeaders(people.member, id, values));
  await tryTool(people.member, id, "search_orders", {});
  expect(samples.erp.calls.at(-1)).toMatchObject({ person: "ada" });
  expect(samples.erp.calls.at(-1)?.headers["x-erp-tenant"]).toBe(erpTenant);
});

test("OAuth with automatic registration: a consent makes a sign-in that calls as its person", async () => {
  const id = await createConnection(people.admin, input("Internal CRM", samples.crm.url, oauth));
  expect((await findConnection(people.admin, id))?.client?.registration).toBe("dynamic");
  await signInByConsent(people.member, id, { as: "ben" });
  await tryTool(people.member, id, "whoami");
  expect(samples.crm.calls.at(-1)).toMatchObject({ person: "ben" });
});

test("OAuth without registration needs the admin's own app, and then works", async () => {
  await expect(
    createConnection(people.admin, input("Analytics", samples.analytics.url, oauth)),
  ).rejects.toMatchObject({
    field: "clientId",
  });
  expect((await listConnections(people.admin)).map(({ name }) => name)).not.toContain("Analytics");

  const { clientId, clientSecret } = analyticsClient;
  const id = await createConnection(
    people.admin,
    input(
      "Analytics",
      samples.analytics.url,
      { ...oauth, ownApp: true },
      { ownApp: { clientId, clientSecret } },
    ),
  );
  await signInByConsent(people.author, id, { as: "ada" });
  expect((await listTools(people.author, id)).map(({ name }) => name)).toContain("run_report");
});

test("a refused registration leaves nothing behind and says what to do", async () => {
  await expect(
    createConnection(people.admin, input("Picky", refusesRegistration.url, oauth)),
  ).rejects.toThrow(/approved apps|Client ID/);
  expect((await listConnections(people.admin)).map(({ name }) => name)).not.toContain("Picky");
});

test("HTTP+SSE is refused with a sentence that names what is required", async () => {
  await expect(
    createConnection(people.admin, input("Old reports", samples.reports.url, { authorization: "none" })),
  ).rejects.toMatchObject({ field: "url", message: expect.stringContaining("Streamable HTTP") });
});

test("a callback that another browser brings is refused, and stores nothing for either", async () => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM")?.id ?? "";
  const before = tokenRequests();
  const callback = await consent(await startSignIn(people.author, id, "/sign-ins"), { as: "ada" });
  const otherBrowser = { ...people.author, sessionId: "another" };
  for (const actor of [people.owner, otherBrowser]) {
    const finished = finishSignIn(actor, callback.searchParams);
    await expect(finished).rejects.toThrow("not started in this browser");
  }
  const stored = { connectionId: id, memberId: { in: [people.author.id, people.owner.id] } };
  expect(await db().signIn.count({ where: stored })).toBe(0);
  expect(tokenRequests()).toBe(before);
});

test.each([
  "https://evil.example.com/",
  "//evil.example.com",
  "/\\evil.example.com",
  "/.//evil.example.com",
  "/\t/evil.example.com",
  "javascript:alert(1)",
])("a consent does not lead to %j afterwards", async (returnTo) => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM")?.id ?? "";
  const callback = await consent(await startSignIn(people.author, id, returnTo), { as: "ada" });
  expect((await finishSignIn(people.author, callback.searchParams)).returnTo).toBe("/sign-ins");
  await db().signIn.deleteMany({ where: { connectionId: id, memberId: people.author.id } });
});

test("the same callback twenty times at once is spent once", async () => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM")?.id ?? "";
  const before = tokenRequests();
  const callback = await consent(await startSignIn(people.author, id, "/sign-ins"), { as: "ada" });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => finishSignIn(people.author, callback.searchParams)),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(tokenRequests() - before).toBe(1);
});

test("a denied consent is said plainly and stores nothing", async () => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM")?.id ?? "";
  const url = await startSignIn(people.owner, id, "/sign-ins");
  const callback = await consent(url, { as: "ada", decision: "deny" });
  await expect(finishSignIn(people.owner, callback.searchParams)).rejects.toMatchObject({
    kind: "consent-denied",
  });
  expect((await ownSignIn(people.owner, id))?.state).not.toBe("connected");
});

test("an edit of the address ends every sign-in, and only as many as an admin agreed to", async () => {
  const connection = (await listConnections(people.admin)).find(({ name }) => name === "Warehouse API");
  const id = connection?.id ?? "";
  const moved = input("Warehouse API", `${samples.warehouse.origin}/mcp?moved=1`, apiKey);
  expect((await connectionImpact(people.admin, id)).signedIn).toHaveLength(2);
  const edit = (mayEnd?: number) =>
    updateConnection(people.admin, id, connection?.version ?? 0, moved, mayEnd);

  // Nobody agreed, or agreed before the second person signed in.
  for (const agreed of [undefined, 1]) {
    await expect(edit(agreed)).rejects.toMatchObject({ code: "conflict", field: "mayEnd" });
  }
  expect((await findConnection(people.admin, id))?.url).toBe(samples.warehouse.url);
  expect(await ownSignIn(people.author, id)).toMatchObject({ state: "connected", isStored: true });

  expect((await edit(2)).reconnects).toBe(2);
  // Nothing is promised to be kept where an empty form would be refused.
  expect(await ownSignIn(people.author, id)).toMatchObject({ state: "needsReconnect", isStored: false });
  await expect(signInWithKey(people.author, id, "")).rejects.toMatchObject({ field: "key" });
  expect(await db().signIn.count({ where: { connectionId: id, credential: { not: null } } })).toBe(0);
});

test("two admins who edit at once: the second is told, and nothing is lost", async () => {
  const connection = (await listConnections(people.admin)).find(({ name }) => name === "Legacy ERP");
  const { id = "", version = 0, url = "", settings } = connection ?? {};
  const edit = (name: string) =>
    updateConnection(people.admin, id, version, input(name, url, settings ?? { authorization: "none" }));
  await edit("Legacy ERP (old)");
  await expect(edit("ERP")).rejects.toMatchObject({ code: "conflict" });
  expect((await findConnection(people.admin, id))?.name).toBe("Legacy ERP (old)");
});

test("an edit of how one signs in keeps what is known of the server, one of the address does not", async () => {
  const connection = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM");
  const { id = "", url = "" } = connection ?? {};
  const edit = async (to: string, scopes: string[]) => {
    const version = (await findConnection(people.admin, id))?.version ?? 0;
    const next = input("Internal CRM", to, { ...oauth, scopes });
    await updateConnection(people.admin, id, version, next, Number.POSITIVE_INFINITY);
    return (await findConnection(people.admin, id))?.server?.name;
  };
  expect(connection?.server?.name).toBeTruthy();
  expect(await edit(url, ["crm.read"])).toBe(connection?.server?.name);
  expect(await edit(`${url}?moved=1`, ["crm.read"])).toBeUndefined();
  expect(await edit(url, [])).toBeUndefined();
});

test("registering again makes a new client and asks everyone to reconnect", async () => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Internal CRM")?.id ?? "";
  const before = (await findConnection(people.admin, id))?.client?.clientId;
  await registerAgain(people.admin, id);
  expect((await findConnection(people.admin, id))?.client?.clientId).not.toBe(before);
  expect((await ownSignIn(people.member, id))?.state).toBe("needsReconnect");
});

test("an admin sees who is signed in and never what with", async () => {
  const id = (await listConnections(people.admin)).find(({ name }) => name === "Analytics")?.id ?? "";
  const seen = JSON.stringify(await listTeammateSignIns(people.admin, id));
  expect(seen).toContain('"connected"');
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId: id } });
  expect(seen).not.toContain(row.credential);
  await expect(listTeammateSignIns(people.member, id)).rejects.toMatchObject({ code: "forbidden" });
});

test("a member can do none of an admin's actions", async () => {
  const id = (await listConnections(people.member))[0]?.id ?? "";
  const tries = [
    () => createConnection(people.member, input("Mine", samples.holidays.url, { authorization: "none" })),
    () => removeConnection(people.author, id),
    () => registerAgain(people.member, id),
    () => connectionImpact(people.member, id),
    () => checkServer(people.author, { url: samples.holidays.url, issuer: null, onStep: () => {} }),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
});

test("another workspace sees none of it", async () => {
  const others = await buildWorkspace("Other");
  const id = (await listConnections(people.admin))[0]?.id ?? "";
  expect(await listConnections(others.owner)).toEqual([]);
  expect(await listOwnSignIns(others.owner)).toEqual([]);
  expect(await findConnection(others.owner, id)).toBeNull();
  await expect(removeConnection(others.owner, id)).rejects.toMatchObject({ code: "not-found" });
  await expect(upstreamFor(others.owner, id)).rejects.toMatchObject({ code: "not-found" });
});

test("Check server tells what it found, step by step, and changes nothing", async () => {
  const steps: string[] = [];
  const check = (url: string) =>
    checkServer(people.admin, { url, issuer: null, onStep: ({ step }) => steps.push(step) });
  expect(await check(samples.crm.url)).toMatchObject({
    kind: "usable",
    found: "oauth",
    registration: "dynamic",
  });
  expect(await check(samples.analytics.url)).toMatchObject({ found: "oauth", registration: "manual" });
  expect(await check(samples.warehouse.url)).toMatchObject({ found: "credential" });
  expect(await check(samples.reports.url)).toMatchObject({ kind: "refused" });
  expect(await check("http://example.com/mcp")).toMatchObject({ kind: "refused" });
  expect(new Set(steps)).toContain("registration");
});

function tokenRequests(): number {
  return samples.crm.authorization.requests.filter(({ path }) => path.startsWith("/token")).length;
}
