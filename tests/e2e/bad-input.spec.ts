import type { Page } from "@playwright/test";
import { warehouseKey } from "../fakes/sample-credentials";
import { type BadAddresses, startBadAddresses } from "./support/bad-addresses";
import { addCrm, addErp, addWarehouse, beginConnection, method } from "./support/connections";
import { expect, test as journeyTest, serving } from "./support/journey";
import { ada, goTo, setUp } from "./support/people";
import { beginSignIn, signInRow } from "./support/sign-ins";

const test = journeyTest.extend<{ bad: BadAddresses }>({
  bad: serving(startBadAddresses),
  alsoAllowed: async ({ bad }, use) => use(bad.hosts),
  environment: async ({ bad }, use) => use(bad.environment),
});

const NAME = "Customer notes";

test("an address nobody should enter is refused while it is typed, by the check and by Create", async ({
  journey,
  bad,
}) => {
  const page = await journey.openBrowser();
  await setUp(page, journey.console.setUpLink(), ada);
  await begin(page, "API key");

  const https = "The address must start with https, so that nobody on the way can read the credentials.";
  const allow = "or ask whoever runs this console to allow this address (PATCHBAY_EGRESS_ALLOW).";
  const literal = `Enter the server's name instead of an IP address, ${allow}`;
  const local = `localhost is this machine. Enter the name the server has on the internet, ${allow}`;
  const refusals: [string, string][] = [
    ["http://mcp.acme-corp.com/mcp", https],
    ["https://localhost/mcp", local],
    ["https://2130706433/mcp", literal],
    ["https://0x7f000001/mcp", literal],
    ["https://[::ffff:127.0.0.1]/mcp", literal],
  ];
  for (const [url, sentence] of refusals) {
    await test.step(url, async () => {
      await page.getByLabel("Server URL").fill(url);
      await expect(page.getByLabel("Server URL")).toHaveAccessibleDescription(sentence);
      await expectRefusals(page, { url, method: "API key", sentence });
    });
  }
  await test.step("a name that leads into a private network", async () => {
    const sentence = "crm.acme-corp.com has no address on the public internet.";
    await page.getByLabel("Server URL").fill(bad.privateUrl);
    await expectRefusals(page, { url: bad.privateUrl, method: "API key", sentence });
  });
  await expectNoConnections(page);
});

test("a server that cannot be used is refused with whose fault it is", async ({ journey, bad }) => {
  const page = await journey.openBrowser();
  await setUp(page, journey.console.setUpLink(), ada);
  await begin(page, "API key");

  const refusals: [string, string, RegExp][] = [
    ["a web site", bad.site.url, /answers with a web page, not as an MCP server\. Check the path/],
    ["no such path", bad.missing.url, /There is no MCP server at this address \(HTTP 404\)\. Check the path/],
    ["a redirect", bad.moved.url, /redirect|sends requests on|another address/],
    [
      "a certificate for another name",
      bad.wrongName.url,
      /localhost:\d+ has a certificate for another name\./,
    ],
    ["no answer at all", bad.mute.url, /^The server did not finish its greeting in time\.$/],
  ];
  for (const [what, url, sentence] of refusals) {
    await test.step(what, async () => {
      await page.getByLabel("Server URL").fill(url);
      await expectRefusals(page, { url, method: "API key", sentence });
    });
  }
  expect(bad.elsewhere.requests, "Nobody follows a redirected request").toEqual([]);
  expect(bad.wrongName.requests, "Nothing is sent past a wrong name").toEqual([]);
  await expectNoConnections(page);
});

test("OAuth that cannot work is refused before anything is made", async ({ journey, bad }) => {
  const page = await journey.openBrowser();
  await setUp(page, journey.console.setUpLink(), ada);

  await test.step("401 without metadata: a key will do, OAuth will not", async () => {
    const url = bad.silent.url;
    await begin(page, "OAuth");
    await page.getByLabel("Server URL").fill(url);
    await refusedByCreate(page, {
      url,
      method: "OAuth",
      sentence: /publishes no OAuth sign-in details\. Choose API key or Custom headers/,
    });
    await checkFinds(
      page,
      "It wants a credential and announces no OAuth: an API key or custom headers will do.",
    );
    await expect(method(page, "API key")).toBeChecked();
    await expect(page.getByLabel("Connection name")).toHaveValue(NAME);
  });
  const byHand = /no automatic registration: enter a Client ID and Client Secret under Advanced settings\./;
  await test.step("no registration: Create opens Advanced settings at the Client ID", async () => {
    const url = bad.manual.url;
    await begin(page, "OAuth");
    await page.getByLabel("Server URL").fill(url);
    await expect(page.getByLabel("Client ID")).toBeHidden();
    await refusedByCreate(page, { url, method: "OAuth", sentence: byHand });
    await expect(page.getByLabel("Client ID")).toBeFocused();
    await expect(page.getByLabel("Client ID")).toHaveAccessibleDescription(byHand);
  });
  await test.step("no registration: Check server opens Advanced settings too", async () => {
    await begin(page, "None");
    await page.getByLabel("Server URL").fill(bad.manual.url);
    await checkFinds(page, byHand);
    await expect(method(page, "OAuth")).toBeChecked();
    await expect(page.getByLabel("Client ID")).toBeVisible();
    await create(page);
    await expect(said(page, "Enter the Client ID of your OAuth app.")).toBeVisible();
    await expect(page.getByLabel("Client ID")).toBeFocused();
  });
  await test.step("registration refused with 403", async () => {
    const url = bad.refusing.url;
    const sentence =
      /only accepts approved apps\. Register one and enter its Client ID under Advanced settings/;
    await begin(page, "OAuth");
    await page.getByLabel("Server URL").fill(url);
    await refusedByCreate(page, { url, method: "OAuth", sentence });
  });
  expect(bad.manual.authorization.seen("register")).toEqual([]);
  expect(bad.refusing.authorization.seen("register")).toHaveLength(1);
  await expectNoConnections(page);
});

test("a credential that is refused stays in its field, and nobody is signed in", async ({ journey }) => {
  const { servers } = journey;
  const page = await journey.openBrowser();
  await setUp(page, journey.console.setUpLink(), ada);
  await addWarehouse(page, servers);
  await addErp(page, servers);
  await addCrm(page, servers);

  await test.step("a wrong key", async () => {
    await beginSignIn(page, "Warehouse API");
    const field = page.getByLabel("API key", { exact: true });
    await field.fill("wh_ada_wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(said(page, "Warehouse API refused this key.")).toBeVisible();
    await expect(field).toHaveValue("wh_ada_wrong");
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription("Warehouse API refused this key.");
  });
  await test.step("a key that no header can carry", async () => {
    const field = page.getByLabel("API key", { exact: true });
    await field.fill(`${warehouseKey("ada")}é`);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(`${warehouseKey("ada")}é`);
  });
  await test.step("a wrong header value", async () => {
    await beginSignIn(page, "Legacy ERP");
    await page.getByLabel("X-ERP-User", { exact: true }).fill("ada");
    await page.getByLabel("X-ERP-Token", { exact: true }).fill("erp-wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(said(page, "Legacy ERP refused these values.")).toBeVisible();
    await expect(page.getByLabel("X-ERP-User", { exact: true })).toHaveValue("ada");
    await expect(page.getByLabel("X-ERP-Token", { exact: true })).toHaveValue("erp-wrong");
    await expect(page.getByLabel("X-ERP-User", { exact: true })).toBeFocused();
  });
  await test.step("a header value left out", async () => {
    await page.getByLabel("X-ERP-Token", { exact: true }).fill("");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(said(page, "Enter your X-ERP-Token.")).toBeVisible();
    await expect(page.getByLabel("X-ERP-Token", { exact: true })).toBeFocused();
    await expect(page.getByLabel("X-ERP-User", { exact: true })).toHaveValue("ada");
  });
  await test.step("a consent that is denied", async () => {
    await beginSignIn(page, "Internal CRM");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Deny" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in to Internal CRM" })).toBeVisible();
    await expect(
      page.getByText("You did not allow access, so nothing has changed here. Start again to allow it."),
    ).toBeVisible();
  });
  expect(servers.crm.authorization.seen("token")).toEqual([]);
  await goTo(page, "Sign-ins");
  for (const connection of ["Warehouse API", "Legacy ERP", "Internal CRM"])
    await expect(signInRow(page, connection).getByText("Not signed in")).toBeVisible();
});

type Method = "None" | "API key" | "OAuth";
type Refusal = { url: string; method: Method; sentence: string | RegExp };

/** A fresh form with something typed into every part that is in sight. */
async function begin(page: Page, chosen: Method): Promise<void> {
  await beginConnection(page, NAME, "");
  await method(page, chosen).check();
  if (chosen !== "API key") return;
  await page.getByText("Advanced settings", { exact: true }).click();
  await page.getByLabel("Key header").fill("X-Notes-Key");
  await page.getByLabel("Key prefix").fill("");
}

async function expectRefusals(page: Page, refusal: Refusal): Promise<void> {
  await checkFinds(page, refusal.sentence);
  await expectKept(page, refusal);
  await refusedByCreate(page, refusal);
}

async function checkFinds(page: Page, sentence: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Check server" }).click();
  const panel = page.getByRole("region", { name: "Live check" });
  await expect(panel.getByText(sentence).first()).toBeVisible({ timeout: 60_000 });
}

async function refusedByCreate(page: Page, refusal: Refusal): Promise<void> {
  await create(page);
  await expect(said(page, refusal.sentence)).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveURL(/\/connections\/new$/);
  await expectKept(page, refusal);
}

async function create(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Create", exact: true }).click();
}

/** What the form itself says of the last attempt, apart from the live check. */
function said(page: Page, sentence: string | RegExp) {
  return page
    .getByRole("main")
    .locator("form")
    .getByText(sentence)
    .and(page.locator(":not(section *)"))
    .first();
}

async function expectKept(page: Page, { url, method: chosen }: Refusal): Promise<void> {
  await expect(page.getByLabel("Connection name")).toHaveValue(NAME);
  await expect(page.getByLabel("Server URL")).toHaveValue(url);
  await expect(method(page, chosen)).toBeChecked();
  if (chosen !== "API key") return;
  await expect(page.getByLabel("Key header")).toHaveValue("X-Notes-Key");
  await expect(page.getByLabel("Key prefix")).toHaveValue("");
}

async function expectNoConnections(page: Page): Promise<void> {
  await goTo(page, "Connections");
  await expect(page.getByRole("table")).toHaveCount(0);
  await expect(page.getByText(NAME)).toHaveCount(0);
}
