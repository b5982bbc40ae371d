import type { Page } from "@playwright/test";
import { erpTenant, erpToken, warehouseKey } from "../fakes/sample-credentials";
import { connectV1, connectV2 } from "../unit/fakes/clients";
import { createAssignment, makeToken, pick, saveSetup } from "./support/assignments";
import {
  addAnalytics,
  addCrm,
  addErp,
  addHolidays,
  addWarehouse,
  beginConnection,
  checkServer,
  method,
} from "./support/connections";
import { expect, type Journey, test } from "./support/journey";
import { ada, ben, cleo, goTo, invite, join, logIn, logOut, setUp } from "./support/people";
import type { Servers } from "./support/servers";
import { signInEverywhere, signInRow, signOut } from "./support/sign-ins";

const ASSIGNMENT = "Stock against orders";
const PICKED = [
  "internal_crm__whoami",
  "legacy_erp__get_order",
  "legacy_erp__search_orders",
  "warehouse_api__find_stock",
];

test("a connection is added once, everyone signs in, and an assignment calls its tools as each of them", async ({
  journey,
}) => {
  test.setTimeout(480_000);
  const { servers, openBrowser } = journey;
  const [admin, author, member] = [await openBrowser(), await openBrowser(), await openBrowser()];

  await test.step("without the printed link nobody becomes owner; with it, once", () =>
    becomeOwner(admin, author, journey));
  await test.step("the admin adds five servers", () => addFive(admin, servers));
  await test.step("the sixth speaks only HTTP+SSE: refused, and what was typed is kept", () =>
    refuseOldReports(admin, servers));
  await test.step("a teammate joins by a link that works once, and logs in", async () => {
    await joinTeam(author, await invite(admin, ben.email, "Author"), ben);
    await joinTeam(member, await invite(admin, cleo.email, "Member"), cleo);
    await goTo(member, "Connections");
    await expect(member.getByRole("link", { name: "Add custom connection" })).toHaveCount(0);
  });
  await test.step("each signs in to every connection with a credential of their own", async () => {
    await signInEverywhere(admin, "ada");
    await signInEverywhere(author, "ben");
    await signInEverywhere(member, "cleo");
  });
  await test.step("the author picks tools of three connections, one of them to ask first", async () => {
    await createAssignment(author, ASSIGNMENT);
    await pick(author, "find_stock", "Allow");
    await pick(author, "search_orders", "Allow");
    await pick(author, "get_order", "Ask");
    await pick(author, "whoami", "Allow");
    await saveSetup(author);
  });
  const tokens = await test.step("author and member make tokens that are shown once", async () => ({
    ben: await tokenShownOnce(author),
    cleo: await tokenShownOnce(member),
  }));

  forgetCalls(servers);
  for (const [sdk, connect] of Object.entries({ v1: connectV1, v2: connectV2 })) {
    for (const [person, { url, token }] of Object.entries(tokens)) {
      await test.step(`a ${sdk} client of ${person} lists the picks and calls them as ${person}`, async () => {
        const client = await connect(url, { Authorization: `Bearer ${token}` });
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name).toSorted()).toEqual(PICKED);
        await callAs(person, client);
        await client.close();
      });
    }
  }
  await test.step("every server saw the right person's credential and no other's", () =>
    expectOwnCredentials(
      servers,
      Object.values(tokens).map(({ token }) => token),
    ));

  await test.step("who has signed out is told where to sign in; the others go on", async () => {
    await signOut(member, "Warehouse API");
    const link = await signInRow(member, "Warehouse API")
      .getByRole("link", { name: "Sign in" })
      .getAttribute("href");
    const asked = { name: "warehouse_api__find_stock", arguments: { query: "bearing" } };
    const theirs = await connectV1(tokens.cleo.url, { Authorization: `Bearer ${tokens.cleo.token}` });
    expect(textOf(await theirs.callTool(asked))).toContain(
      `Sign in to Warehouse API first: ${journey.url}${link}`,
    );
    await theirs.close();
    const others = await connectV2(tokens.ben.url, { Authorization: `Bearer ${tokens.ben.token}` });
    expect(textOf(await others.callTool(asked))).toContain("BRG-");
    await others.close();
  });
  await test.step("the activity says who called what", async () => {
    await goTo(admin, "Activity");
    await expect(admin.getByRole("row", { name: /Ben Author.*find_stock/ }).first()).toBeVisible();
    await expect(admin.getByRole("row", { name: /Cleo Member.*find_stock/ }).first()).toBeVisible();
  });
});

async function becomeOwner(page: Page, stranger: Page, journey: Journey): Promise<void> {
  for (const address of ["/", "/login", "/setup", "/setup?token=guessed", "/people"]) {
    await stranger.goto(address);
    await expect(stranger.getByText("Nobody has set up this Patchbay yet.")).toBeVisible();
    await expect(stranger.getByRole("textbox")).toHaveCount(0);
  }
  await setUp(page, journey.console.setUpLink(), ada);
  await stranger.goto(journey.console.setUpLink() ?? "");
  await expect(stranger.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
}

async function addFive(page: Page, servers: Servers): Promise<void> {
  await addHolidays(page, servers);
  await addWarehouse(page, servers);
  await addErp(page, servers);
  await addCrm(page, servers);
  await addAnalytics(page, servers);
  await expectConnections(page);
}

async function expectConnections(page: Page): Promise<void> {
  await goTo(page, "Connections");
  const names = page
    .getByRole("table", { name: "Connections" })
    .getByRole("rowgroup")
    .last()
    .getByRole("link");
  const list = ["Analytics", "Internal CRM", "Legacy ERP", "Public holidays", "Warehouse API"];
  for (const name of list) await expect(names.filter({ hasText: name })).toHaveCount(1);
  await expect(page.getByRole("table", { name: "Connections" }).getByRole("row")).toHaveCount(
    1 + list.length,
  );
}

async function refuseOldReports(page: Page, { reports }: Servers): Promise<void> {
  const sentence = /only speaks the older HTTP\+SSE transport\. Patchbay needs Streamable HTTP/;
  await beginConnection(page, "Old reports", reports.url);
  await method(page, "API key").check();
  await checkServer(page, sentence);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByLabel("Server URL")).toHaveAccessibleDescription(sentence);
  await expect(page.getByLabel("Server URL")).toBeFocused();

  await expect(page.getByLabel("Connection name")).toHaveValue("Old reports");
  await expect(page.getByLabel("Server URL")).toHaveValue(reports.url);
  await expect(method(page, "API key")).toBeChecked();
  await expectConnections(page);
}

async function joinTeam(page: Page, link: string, person: typeof ben): Promise<void> {
  await join(page, link, person);
  await page.goto(link);
  await expect(page.getByText("This invite doesn't work any more")).toBeVisible();
  await page.goto("/");
  await logOut(page, person);
  await logIn(page, person);
}

async function tokenShownOnce(page: Page) {
  const made = await makeToken(page, ASSIGNMENT);
  await page.reload();
  await expect(page.getByRole("table", { name: "Your personal tokens" }).getByRole("row")).toHaveCount(2);
  expect(await page.content()).not.toContain(made.token);
  return made;
}

type Answer = { content?: unknown; isError?: boolean };
type Client = { callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown> };

async function callAs(person: string, client: Client): Promise<void> {
  const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });
  expect(textOf(await call("internal_crm__whoami", {}))).toContain(`${person}@acme.example`);
  expect(textOf(await call("warehouse_api__find_stock", { query: "bearing" }))).toContain("BRG-");
  expect(textOf(await call("legacy_erp__search_orders", { limit: 1 }))).toContain("SO-");

  const asked = await call("legacy_erp__get_order", { id: "SO-10444" });
  expect(asked).toMatchObject({ isError: true });
  expect(textOf(asked)).toContain("waits for your yes");
}

function textOf(answer: unknown): string {
  return JSON.stringify((answer as Answer).content);
}

function forgetCalls({ holidays, warehouse, erp, crm, analytics }: Servers): void {
  for (const { calls, requests } of [holidays, warehouse, erp, crm, analytics]) {
    calls.length = 0;
    requests.length = 0;
  }
}

/** Two clients of each of two people called; the tool that asks first never went out. */
function expectOwnCredentials(servers: Servers, tokens: string[]): void {
  const { holidays, warehouse, erp, crm, analytics } = servers;
  const people = ["ben", "ben", "cleo", "cleo"];
  for (const { calls } of [warehouse, erp, crm])
    expect(calls.map(({ person }) => person).toSorted()).toEqual(people);
  expect([
    ...holidays.calls,
    ...analytics.calls,
    ...erp.calls.filter(({ tool }) => tool === "get_order"),
  ]).toEqual([]);

  for (const { person, headers } of warehouse.calls)
    expect(headers["authorization"]).toBe(`Bearer ${warehouseKey(person)}`);
  for (const { person, headers } of erp.calls)
    expect(headers).toMatchObject({
      "x-erp-user": person,
      "x-erp-token": erpToken(person),
      "x-erp-tenant": erpTenant,
    });
  const bearerOf = (name: string) =>
    new Set(crm.calls.filter(({ person }) => person === name).map(({ headers }) => headers["authorization"]));
  expect([...bearerOf("ben")].filter((token) => bearerOf("cleo").has(token))).toEqual([]);

  expectNobodyElse(servers, tokens);
}

/** The admin's credentials, a key for another server and the console's own tokens went nowhere. */
function expectNobodyElse({ warehouse, erp, crm }: Servers, tokens: string[]): void {
  const sent = (server: typeof warehouse | typeof erp) => JSON.stringify(server.requests);
  const keys = [warehouseKey("ben"), warehouseKey("cleo")];
  const erpTokens = [erpToken("ben"), erpToken("cleo")];
  const foreign: [string, string[]][] = [
    [sent(warehouse), [...erpTokens, erpTenant, warehouseKey("ada"), ...tokens]],
    [sent(erp), [...keys, erpToken("ada"), ...tokens]],
    [JSON.stringify(crm.requests), [...keys, ...erpTokens, erpTenant, ...tokens]],
  ];
  for (const [requests, secrets] of foreign) {
    for (const secret of secrets) expect(requests.includes(secret)).toBe(false);
    expect(requests.includes("cookie")).toBe(false);
  }
}
