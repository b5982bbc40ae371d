import { expect, type Locator, type Page } from "@playwright/test";
import { erpToken, warehouseKey } from "../../fakes/sample-credentials";
import { goTo } from "./people";

/** The line of a connection on the Sign-ins page. */
export function signInRow(page: Page, connection: string): Locator {
  return page.getByRole("table", { name: "Your sign-ins" }).getByRole("row", { name: connection });
}

export async function signInToWarehouse(page: Page, person: string): Promise<void> {
  await beginSignIn(page, "Warehouse API");
  await page.getByLabel("API key", { exact: true }).fill(warehouseKey(person));
  await page.getByRole("button", { name: "Sign in" }).click();
  await signedIn(page, "Warehouse API", "5 tools");
}

/** The tenant's header is not asked for: its value is the admin's. */
export async function signInToErp(page: Page, person: string): Promise<void> {
  await beginSignIn(page, "Legacy ERP");
  await expect(page.getByLabel("X-ERP-Tenant")).toHaveCount(0);
  await page.getByLabel("X-ERP-User", { exact: true }).fill(person);
  await page.getByLabel("X-ERP-Token", { exact: true }).fill(erpToken(person));
  await page.getByRole("button", { name: "Sign in" }).click();
  await signedIn(page, "Legacy ERP", "4 tools");
}

/** Goes to the provider, says there who one is, allows, and comes back. */
export async function consent(page: Page, connection: string, person: string, tools: string): Promise<void> {
  await beginSignIn(page, connection);
  await page.getByRole("button", { name: "Sign in" }).click();
  await allow(page, person);
  await signedIn(page, connection, tools);
}

/** Says on a provider's page who one is, and yes. */
export async function allow(page: Page, person: string): Promise<void> {
  await page.getByLabel("Log in as").selectOption(person);
  await page.getByRole("button", { name: "Allow" }).click();
}

/** Signs in to the four sample servers that ask for it, as one of the people they know. */
export async function signInEverywhere(page: Page, person: string): Promise<void> {
  await signInToWarehouse(page, person);
  await signInToErp(page, person);
  await consent(page, "Internal CRM", person, "5 tools");
  await consent(page, "Analytics", person, "3 tools");
  await goTo(page, "Sign-ins");
  for (const connection of ["Warehouse API", "Legacy ERP", "Internal CRM", "Analytics"])
    await expect(signInRow(page, connection).getByText("Connected", { exact: true })).toBeVisible();
}

export async function signOut(page: Page, connection: string): Promise<void> {
  await goTo(page, "Sign-ins");
  await signInRow(page, connection).getByRole("button", { name: "Sign out" }).click();
  const dialog = page.getByRole("dialog", { name: `Sign out of ${connection}?` });
  await dialog.getByRole("button", { name: "Sign out" }).click();
  await expect(signInRow(page, connection).getByText("Not signed in")).toBeVisible();
}

/** Opens the page on which one signs in to a connection. */
export async function beginSignIn(page: Page, connection: string): Promise<void> {
  await goTo(page, "Sign-ins");
  await signInRow(page, connection).getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Sign in to ${connection}` })).toBeVisible();
}

async function signedIn(page: Page, connection: string, tools: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: connection, exact: true })).toBeVisible();
  await expect(page.getByRole("status").getByText(`Signed in. ${tools} found.`)).toBeVisible();
}
