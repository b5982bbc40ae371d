import { expect, type Page } from "@playwright/test";
import { analyticsClient, erpTenant } from "../../fakes/sample-credentials";
import { goTo, openTab } from "./people";
import type { Servers } from "./servers";

/** Opens Add custom connection and fills in what every connection has. */
export async function beginConnection(page: Page, name: string, url: string): Promise<void> {
  await goTo(page, "Connections");
  await page.getByRole("link", { name: "Add custom connection" }).click();
  await page.getByLabel("Connection name").fill(name);
  await page.getByLabel("Server URL").fill(url);
}

/** Presses Check server and waits for what it says in the end. */
export async function checkServer(page: Page, verdict: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Check server" }).click();
  const panel = page.getByRole("region", { name: "Live check" });
  await expect(panel.getByText(verdict).first()).toBeVisible();
}

/** Presses Create and waits for the new connection's page. */
export async function create(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).toHaveURL(/\/connections\/(?!new)[^/]+$/);
}

export async function openTools(page: Page, connection: string): Promise<void> {
  await goTo(page, "Connections");
  await page.getByRole("link", { name: connection, exact: true }).click();
  await openTab(page, connection, "Tools");
  await expect(page.getByRole("heading", { level: 2, name: "Tools" })).toBeVisible();
}

/** Opens a tool and calls it as it stands. What came of it is in the region Result. */
export async function tryTool(page: Page, connection: string, tool: string): Promise<void> {
  await openTools(page, connection);
  await page.getByRole("link", { name: new RegExp(`^${tool}\\b`) }).click();
  await page.getByRole("button", { name: "Try it" }).click();
}

/** One of the four methods, as the form offers it. */
export function method(page: Page, label: string) {
  return page.getByRole("radio", { name: label, exact: true });
}

export async function addHolidays(page: Page, { holidays }: Servers): Promise<void> {
  await beginConnection(page, "Public holidays", holidays.url);
  await checkServer(page, "It answers without a sign-in and offers 4 tools.");
  await expect(method(page, "None")).toBeChecked();
  await create(page, "Public holidays");
}

export async function addWarehouse(page: Page, { warehouse }: Servers): Promise<void> {
  await beginConnection(page, "Warehouse API", warehouse.url);
  await checkServer(
    page,
    "It wants a credential and announces no OAuth: an API key or custom headers will do.",
  );
  await expect(method(page, "API key")).toBeChecked();
  await create(page, "Warehouse API");
}

/** Two headers from each teammate, and one whose value the admin gives for everyone. */
export async function addErp(page: Page, { erp }: Servers): Promise<void> {
  await beginConnection(page, "Legacy ERP", erp.url);
  await method(page, "Custom headers").check();
  await checkServer(
    page,
    "It wants a credential and announces no OAuth: an API key or custom headers will do.",
  );
  await expect(method(page, "Custom headers")).toBeChecked();

  const headers = page.getByRole("group", { name: "Headers" }).getByRole("listitem");
  await headers.nth(0).getByLabel("Header name").fill("X-ERP-User");
  await headers.nth(0).getByRole("checkbox", { name: "Secret" }).uncheck();
  await page.getByRole("button", { name: "Add header" }).click();
  await headers.nth(1).getByLabel("Header name").fill("X-ERP-Token");
  await headers.nth(1).getByLabel("Hint for teammates").fill("Your ERP profile, under Access");
  await page.getByRole("button", { name: "Add header" }).click();
  await headers.nth(2).getByLabel("Header name").fill("X-ERP-Tenant");
  await headers.nth(2).getByRole("radio", { name: "You, for everyone" }).check({ force: true });
  await headers.nth(2).getByLabel("Shared value", { exact: true }).fill(erpTenant);
  await create(page, "Legacy ERP");
}

export async function addCrm(page: Page, { crm }: Servers): Promise<void> {
  await beginConnection(page, "Internal CRM", crm.url);
  await checkServer(page, /Patchbay registers itself automatically \(RFC 7591\)\. Nothing to enter\./);
  await expect(method(page, "OAuth")).toBeChecked();
  await create(page, "Internal CRM");
}

/** Advanced settings open by themselves, because nothing works without them. */
export async function addAnalytics(page: Page, { analytics }: Servers): Promise<void> {
  await beginConnection(page, "Analytics", analytics.url);
  await checkServer(page, /enter a Client ID and Client Secret under Advanced settings/);
  await expect(method(page, "OAuth")).toBeChecked();
  await expect(page.getByRole("switch", { name: "Use my own OAuth app" })).toBeChecked();
  await expect(page.getByLabel("Redirect URI", { exact: true })).toHaveValue(/^http\S+\/oauth\/callback$/);
  await page.getByLabel("Client ID").fill(analyticsClient.clientId);
  await page.getByLabel("Client Secret", { exact: true }).fill(analyticsClient.clientSecret);
  await create(page, "Analytics");
}
