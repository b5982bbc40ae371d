import type { BrowserContext, Page } from "@playwright/test";
import { analyticsClient, erpTenant, erpToken, warehouseKey } from "../fakes/sample-credentials";
import { connectV2 } from "../unit/fakes/clients";
import { createAssignment, makeToken, pick, saveSetup } from "./support/assignments";
import { addAnalytics, addCrm, addErp, addWarehouse } from "./support/connections";
import { crawl } from "./support/crawl";
import { expect, type Journey, test } from "./support/journey";
import { ada, cleo, goTo, invite, join, password, setUp } from "./support/people";
import {
  allow,
  beginSignIn,
  signInEverywhere,
  signInRow,
  signInToWarehouse,
  signOut,
} from "./support/sign-ins";

const ASSIGNMENT = "Count the stock";

test("of two people on one connection, neither can use the other's sign-in or tell that there is one", async ({
  journey,
}) => {
  const { warehouse } = journey.servers;
  const [adas, cleos] = [await journey.openBrowser(), await journey.openBrowser()];
  await setUp(adas, journey.console.setUpLink(), ada);
  await addWarehouse(adas, journey.servers);
  await signInToWarehouse(adas, "ada");
  await createAssignment(adas, ASSIGNMENT);
  await pick(adas, "find_stock", "Allow");
  await saveSetup(adas);
  await join(cleos, await invite(adas, cleo.email, "Member"), cleo);
  const theirs = { ada: await makeToken(adas, ASSIGNMENT), cleo: await makeToken(cleos, ASSIGNMENT) };

  await test.step("Cleo calls: she is asked to sign in, and the server hears nothing", async () => {
    warehouse.calls.length = 0;
    warehouse.requests.length = 0;
    expect(await findStock(theirs.cleo)).toContain(
      `Sign in to Warehouse API first: ${journey.url}/sign-ins/`,
    );
    expect(warehouse.requests).toEqual([]);
    expect(await findStock(theirs.ada)).toContain("BRG-");
    expect(warehouse.calls.map(({ person }) => person)).toEqual(["ada"]);
  });
  await test.step("no page of Cleo's differs by whether Ada is signed in", async () => {
    const withAda = await crawl(cleos.context());
    await signOut(adas, "Warehouse API");
    const withoutAda = await crawl(cleos.context());
    expect([...withAda.keys()].length).toBeGreaterThan(15);
    expect(saidBy(withAda)).toEqual(saidBy(withoutAda));
  });
  await test.step("Cleo signs in: Ada is not, and her calls are not made as Cleo", async () => {
    await signInToWarehouse(cleos, "cleo");
    warehouse.calls.length = 0;
    await goTo(adas, "Sign-ins");
    await expect(signInRow(adas, "Warehouse API").getByText("Not signed in")).toBeVisible();
    expect(await findStock(theirs.ada)).toContain("Sign in to Warehouse API first");
    expect(await findStock(theirs.cleo)).toContain("BRG-");
    expect(warehouse.calls.map(({ headers }) => headers["authorization"])).toEqual([
      `Bearer ${warehouseKey("cleo")}`,
    ]);
  });
  await test.step("Ada signs in and out: Cleo stays signed in", async () => {
    await signInToWarehouse(adas, "ada");
    await signOut(adas, "Warehouse API");
    expect(await findStock(theirs.cleo)).toContain("BRG-");
  });
});

test("a consent that one person began cannot be ended by another", async ({ journey }) => {
  const { crm } = journey.servers;
  const [adas, cleos] = [await journey.openBrowser(), await journey.openBrowser()];
  await setUp(adas, journey.console.setUpLink(), ada);
  await addCrm(adas, journey.servers);
  await join(cleos, await invite(adas, cleo.email, "Member"), cleo);
  const callback = await consentWithoutReturning(adas, journey);

  await cleos.goto(callback);
  await expect(cleos.getByText(/This sign-in was not started in this browser/)).toBeVisible();
  expect(crm.authorization.seen("token")).toEqual([]);
  await goTo(cleos, "Sign-ins");
  await expect(signInRow(cleos, "Internal CRM").getByText("Not signed in")).toBeVisible();

  await adas.goto(callback);
  await expect(adas.getByRole("heading", { level: 1, name: "Internal CRM" })).toBeVisible();
  await adas.goto(callback);
  await expect(adas.getByText(/This sign-in was not started in this browser/)).toBeVisible();
  expect(crm.authorization.seen("token")).toHaveLength(1);
});

test("no page, payload, answer or line of output holds anybody's secret", async ({ journey }) => {
  test.setTimeout(480_000);
  const { servers } = journey;
  const [adas, cleos] = [await journey.openBrowser(), await journey.openBrowser()];
  const answers = [adas, cleos].map((page) => recordAnswers(page.context(), journey.url));
  await setUp(adas, journey.console.setUpLink(), ada);
  for (const add of [addWarehouse, addErp, addCrm, addAnalytics]) await add(adas, servers);
  await join(cleos, await invite(adas, cleo.email, "Member"), cleo);
  await refuseKey(cleos, "wh_cleo_refused-canary");
  await signInEverywhere(adas, "ada");
  await signInEverywhere(cleos, "cleo");
  await createAssignment(adas, ASSIGNMENT);
  for (const tool of ["find_stock", "search_orders", "whoami"]) await pick(adas, tool, "Allow");
  await saveSetup(adas);

  const answered = (await Promise.all(answers.map((read) => read()))).flat();
  const { token } = await makeToken(adas, ASSIGNMENT);
  await findStock({ url: `${journey.url}/mcp/none`, token }).catch(() => {});
  const pages = [...(await crawl(adas.context())), ...(await crawl(cleos.context()))];
  expect(pages.length).toBeGreaterThan(80);
  // The crawl got as far as the settings of a connection: what is no secret there was found.
  expect(pages.filter(([, text]) => text.includes(analyticsClient.clientId)).length).toBeGreaterThan(0);

  const secrets = [...secretsOf(journey), ...(await cookiesOf(adas, cleos))];
  expect(secrets.length).toBeGreaterThan(12);
  const texts: [string, string][] = [
    ...pages,
    ...answered,
    ["standard output and error", journey.console.printed()],
  ];
  for (const [where, text] of texts) {
    for (const secret of secrets.flatMap(spellings))
      expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
    expect(text, where).not.toMatch(/fake-(access|refresh|code)-/);
  }
  for (const [where, text] of pages) expect(text.includes(token), `a personal token in ${where}`).toBe(false);
});

type Access = { url: string; token: string };

async function findStock({ url, token }: Access): Promise<string> {
  const client = await connectV2(url, { Authorization: `Bearer ${token}` });
  const { content } = await client.callTool({
    name: "warehouse_api__find_stock",
    arguments: { query: "bearing" },
  });
  await client.close();
  return JSON.stringify(content);
}

/** What each page says: not the order in which its parts arrive, nor what is drawn by lot for each request. */
function saidBy(pages: ReadonlyMap<string, string>): Record<string, string[]> {
  return Object.fromEntries([...pages].map(([where, text]) => [where, piecesOf(text)]));
}

/** The words between tags, or every text and number of a payload. */
function piecesOf(text: string): string[] {
  const pieces = text.startsWith("<!DOCTYPE")
    ? text.replaceAll(/<script.*?<\/script>/gs, "").split(/<[^>]*>/)
    : (text.match(/"(?:[^"\\]|\\.)*"(?::\d+)?/g) ?? []);
  const settled = pieces.map((piece) => piece.replace(/just now|\d+ minutes? ago/, "lately"));
  return [...new Set(settled.filter((piece) => !BY_LOT.test(piece)))].toSorted();
}

/** References between parts of a payload, the name a request gives to its head, and the nonce of its policy. */
const BY_LOT = /^"(?:\$.*|[\w-]{21}[a-z]|[\w+/]{22}==)"$/;

/** Ada consents at the provider; where it sends her back to is noted, and she does not go. */
async function consentWithoutReturning(page: Page, { servers }: Journey): Promise<string> {
  const decided = `${servers.crm.authorization.issuer}/authorize**`;
  const callback = Promise.withResolvers<string>();
  await page.route(decided, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    callback.resolve(answer.headers()["location"] ?? "");
    return route.fulfill({ body: "Not yet." });
  });
  await beginSignIn(page, "Internal CRM");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await allow(page, "ada");
  return callback.promise;
}

async function refuseKey(page: Page, key: string): Promise<void> {
  await beginSignIn(page, "Warehouse API");
  await page.getByLabel("API key", { exact: true }).fill(key);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Warehouse API refused this key.").first()).toBeVisible();
}

/** Keeps what the console answers this browser from now on, until it is read. */
function recordAnswers(context: BrowserContext, origin: string): () => Promise<[string, string][]> {
  const bodies: Promise<[string, string]>[] = [];
  context.on("response", (response) => {
    const url = response.url();
    if (!url.startsWith(origin) || url.includes("/_next/static/")) return;
    // A body is gone when its page has gone on; the crawl sees that page again.
    const body = response.text().catch(() => "");
    bodies.push(body.then((text) => [`the answer of ${response.request().method()} ${url}`, text]));
  });
  return () => Promise.all(bodies);
}

function secretsOf({ servers }: Journey): string[] {
  const bearers = [...servers.crm.requests, ...servers.analytics.requests].flatMap(
    ({ headers }) => headers["authorization"]?.replace("Bearer ", "") ?? [],
  );
  return [
    ...["ada", "cleo"].flatMap((person) => [warehouseKey(person), erpToken(person)]),
    "wh_cleo_refused-canary",
    erpTenant,
    analyticsClient.clientSecret,
    password,
    ...new Set(bearers),
  ];
}

async function cookiesOf(...pages: Page[]): Promise<string[]> {
  const cookies = await Promise.all(pages.map((page) => page.context().cookies()));
  return cookies
    .flat()
    .filter(({ httpOnly, value }) => httpOnly && value.length > 20)
    .map(({ value }) => value);
}

/** A secret as it is, and as it looks in an address and in base64. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    ...new Set([secret, encodeURIComponent(secret), bytes.toString("base64"), bytes.toString("base64url")]),
  ];
}
