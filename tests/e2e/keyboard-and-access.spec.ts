import type { Page } from "@playwright/test";
import { call, scenario } from "../fakes/model-script";
import { warehouseKey } from "../fakes/sample-credentials";
import { createAssignment, pick, saveSetup } from "./support/assignments";
import { addCrm, addErp, addHolidays, addWarehouse, method } from "./support/connections";
import { expect } from "./support/journey";
import { isFocused, tabTo } from "./support/keyboard";
import { chooseModel, test } from "./support/model";
import { ada, ben, goTo, invite, setUp } from "./support/people";
import { inspect } from "./support/rounds";
import { consent, signInToWarehouse } from "./support/sign-ins";

test("a connection is added and signed in to with the keyboard alone, and one always sees where one is", async ({
  journey,
}) => {
  const page = await journey.openBrowser();
  const { warehouse } = journey.servers;
  const { keyboard } = page;
  await setUp(page, journey.console.setUpLink(), ada);

  await test.step("from Home to the form", async () => {
    await tabTo(page, page.getByRole("link", { name: "Connections", exact: true }));
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "Add custom connection" }));
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Add custom connection" })).toBeVisible();
  });

  await test.step("fill in, check, create", async () => {
    await tabTo(page, page.getByLabel("Connection name"));
    await keyboard.type("Warehouse API");
    await tabTo(page, method(page, "None"));
    await keyboard.press("ArrowDown");
    await expect(method(page, "API key")).toBeChecked();
    await tabTo(page, page.getByLabel("Server URL"));
    await keyboard.type(warehouse.url);
    await tabTo(page, page.getByRole("button", { name: "Check server" }));
    await keyboard.press("Space");
    await expect(page.getByText(/announces no OAuth: an API key/).first()).toBeVisible();
    await tabTo(page, page.getByText("Advanced settings"));
    await keyboard.press("Enter");
    await expect(page.getByLabel("Key header")).toBeVisible();
    await tabTo(page, page.getByRole("button", { name: "Create", exact: true }));
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Warehouse API" })).toBeVisible();
  });

  await test.step("sign in", async () => {
    await tabTo(page, page.getByRole("main").getByRole("link", { name: "Sign in", exact: true }));
    await keyboard.press("Enter");
    await tabTo(page, page.getByLabel("API key", { exact: true }));
    await keyboard.type(warehouseKey("ada"));
    await keyboard.press("Enter");
    await expect(page.getByRole("status").getByText("Signed in. 5 tools found.")).toBeVisible();
  });

  await test.step("a question that is left with Escape gives the focus back", async () => {
    const signOut = page.getByRole("button", { name: "Sign out" });
    await tabTo(page, signOut);
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Sign out of Warehouse API?" });
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    await keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    expect(await isFocused(signOut)).toBe(true);
  });
});

test("axe finds nothing on any page, in either light, on a desk or a phone", async ({ journey, model }) => {
  test.setTimeout(900_000);
  const { servers } = journey;
  const page = await journey.openBrowser();
  const stranger = await journey.openBrowser();

  await test.step("before anybody is in", async () => {
    await stranger.goto("/setup");
    await inspect(stranger, "Set-up without the link");
    await stranger.goto(journey.console.setUpLink() ?? "");
    await inspect(stranger, "Set-up");
    await setUp(page, journey.console.setUpLink(), ada);
    await stranger.goto("/login");
    await inspect(stranger, "Log in");
  });

  await test.step("with nothing in it", async () => {
    for (const address of [
      "/",
      "/connections",
      "/sign-ins",
      "/assignments",
      "/runs",
      "/people",
      "/activity",
      "/settings",
    ])
      await inspectAt(page, address);
  });

  await test.step("the form of a connection", async () => {
    await page.goto("/connections/new");
    await inspect(page, "Add custom connection");
    await method(page, "OAuth").check();
    await page.getByText("Advanced settings").click();
    await page.getByText("Use my own OAuth app").click();
    await inspect(page, "Add custom connection, OAuth");
    await method(page, "Custom headers").check();
    await page.getByLabel("Server URL").fill(servers.reports.url);
    await page.getByRole("button", { name: "Check server" }).click();
    await expect(page.getByText(/older HTTP\+SSE transport/).first()).toBeVisible();
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await expect(page.getByLabel("Connection name")).toHaveAccessibleDescription(/Give it a name/);
    await inspect(page, "Add custom connection, refused");
  });

  await addHolidays(page, servers);
  await addWarehouse(page, servers);
  await addErp(page, servers);
  await addCrm(page, servers);

  await test.step("ways to sign in", async () => {
    for (const name of ["Warehouse API", "Legacy ERP", "Internal CRM"])
      await inspectAt(page, `${await addressOf(page, name)}`.replace("/connections/", "/sign-ins/"));
  });

  await signInToWarehouse(page, "ada");
  await consent(page, "Internal CRM", "ada", "5 tools");
  const warehouse = await addressOf(page, "Warehouse API");
  const crm = await addressOf(page, "Internal CRM");

  await test.step("a connection", async () => {
    for (const tab of ["", "/tools", "/people", "/settings"]) await inspectAt(page, `${warehouse}${tab}`);
    for (const tab of ["", "/settings"]) await inspectAt(page, `${crm}${tab}`);
    await inspectAt(page, `${await addressOf(page, "Legacy ERP")}/settings`);
  });

  await test.step("a tool and its result", async () => {
    await page.goto(`${warehouse}/tools`);
    await page.getByRole("link", { name: /^find_stock/ }).click();
    await page.getByLabel("query").fill("bearing");
    await page.getByRole("button", { name: "Try it" }).click();
    await expect(page.getByRole("region", { name: "Result", exact: true })).toBeVisible();
    await page.getByText("Raw exchange").first().click();
    await inspect(page, "A tool that was tried");
  });

  await test.step("changed tools", async () => {
    servers.warehouse.renameTool("list_bins", "bins");
    servers.warehouse.describeTool("find_stock", "Finds articles by number, or by words of the name.");
    await page.goto(`${warehouse}/tools`);
    await page.getByRole("button", { name: "Refresh tools" }).click();
    await expect(page.getByText("2 tools changed on the server and are held")).toBeVisible();
    await inspect(page, "Held tools");
    await inspectAt(page, `${warehouse}/changes`);
    await inspectAt(page, "/");
    await inspectAt(page, "/connections");
    await inspectAt(page, "/sign-ins");
  });

  await test.step("what opens above a page", async () => {
    await page.goto("/connections");
    await page.getByRole("button", { name: "More about Warehouse API" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await inspect(page, "Menu of a connection");
    await page.goto("/connections");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
    await inspect(page, "Go to");
    await page.goto(`${warehouse}/settings`);
    await page.getByRole("button", { name: "Remove connection" }).click();
    await expect(page.getByRole("dialog", { name: "Remove Warehouse API?" })).toBeVisible();
    await inspect(page, "Remove a connection");
  });

  let assignment = "";
  await test.step("an assignment", async () => {
    await inspectAt(page, "/assignments/new");
    await createAssignment(page, "Stock against orders");
    await inspect(page, "Setup without picks");
    await pick(page, "whoami", "Ask");
    await pick(page, "list_countries", "Allow");
    await pick(page, "search_customers", "Allow");
    await page.getByRole("searchbox", { name: "Search tools" }).fill("");
    await saveSetup(page);
    await inspect(page, "Setup");
    assignment = page.url().replace("/setup", "");
    await inspectAt(page, assignment);
    await inspectAt(page, `${assignment}/endpoint`);
    await page.getByRole("button", { name: "New token" }).click();
    await inspect(page, "New token");
    await inspectAt(page, "/assignments");
  });

  await test.step("what is missing before a run", async () => {
    servers.crm.describeTool("search_customers", "Finds customers by whatever is known of them.");
    await page.goto(`${crm}/tools`);
    await page.getByRole("button", { name: "Refresh tools" }).click();
    await expect(page.getByText("1 tool changed on the server and is held")).toBeVisible();
    await inspectAt(page, `${assignment}/runs`);
    await page.goto(`${crm}/changes`);
    await page
      .getByRole("button", { name: /^Accept/ })
      .first()
      .click();
    await chooseModel(page, model);
    await inspect(page, "Settings with a model");
  });

  await test.step("schedules", async () => {
    await page.goto(`${assignment}/runs`);
    await page.getByRole("button", { name: "New schedule" }).click();
    await inspect(page, "New schedule");
    await page.getByRole("button", { name: "Save schedule" }).click();
    await expect(page.getByText(/^Monday to Friday at 08:00/)).toBeVisible();
    await inspect(page, "A schedule");
  });

  await test.step("runs", async () => {
    model.script = scenario(
      { asked: /./, answer: call("list_countries", {}, "Which **countries** are known?") },
      { result: "list_countries", answer: call("whoami", {}, "And who is asking?") },
      { result: "whoami", answer: { status: 400, code: "no", message: "Not today." } },
    );
    await page.goto(`${assignment}/runs`);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("button", { name: "Edit arguments" }).click();
    await page.locator("summary", { hasText: "list_countries" }).click();
    await inspect(page, "A run that waits");
    await page.getByRole("button", { name: "Stop" }).click();
    await inspect(page, "Stop a run");
    await page.keyboard.press("Escape");
    const run = page.url();
    await inspectAt(page, "/");
    await inspectAt(page, "/runs");
    await page.goto(run);
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByRole("complementary").getByText("Failed")).toBeVisible();
    await inspect(page, "A run that failed");
  });

  await test.step("people, activity, settings", async () => {
    const link = await invite(page, ben.email, "Author");
    await stranger.goto(link);
    await inspect(stranger, "Join");
    await goTo(page, "People");
    await page.getByRole("button", { name: "Invite someone" }).click();
    await inspect(page, "Invite someone");
    for (const address of ["/people", "/activity"]) await inspectAt(page, address);
  });
});

async function inspectAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await inspect(page, address);
}

/** The address of a connection's page. */
async function addressOf(page: Page, connection: string): Promise<string> {
  await goTo(page, "Connections");
  const link = page.getByRole("table", { name: "Connections" }).getByRole("link", { name: connection });
  return (await link.getAttribute("href")) ?? "";
}
