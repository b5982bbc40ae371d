import { expect, type Page } from "@playwright/test";
import { goTo, openTab } from "./people";

export async function createAssignment(page: Page, name: string): Promise<void> {
  await goTo(page, "Assignments");
  await page.getByRole("link", { name: "New assignment" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Instructions").fill("Each Monday, compare **stock** with open orders.");
  await page.getByRole("button", { name: "Create and pick tools" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

export async function openAssignment(page: Page, name: string, tab: string): Promise<void> {
  await goTo(page, "Assignments");
  await page.getByRole("link", { name }).click();
  await openTab(page, name, tab);
}

/** Picks a tool in Setup by searching for it, and sets when it may be called. */
export async function pick(page: Page, tool: string, mode: "Allow" | "Ask"): Promise<void> {
  await page.getByRole("searchbox", { name: "Search tools" }).fill(tool);
  await page.getByRole("checkbox", { name: new RegExp(`^${tool}\\b`) }).check();
  const modes = page.getByRole("group", { name: `When ${tool} is called` });
  await modes.getByText(mode, { exact: true }).click();
  await expect(modes.getByRole("radio", { name: mode })).toBeChecked();
}

export async function saveSetup(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. Endpoints offer this from now on.")).toBeVisible();
}

/** Makes a personal token on the Endpoint page, which shows it once, and returns it with the address. */
export async function makeToken(page: Page, assignment: string): Promise<{ url: string; token: string }> {
  await openAssignment(page, assignment, "Endpoint");
  const url = await page
    .getByText(/^http\S+\/mcp\/\S+$/)
    .first()
    .textContent();
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog", { name: "New personal token" });
  await dialog.getByLabel("Name").fill("Journey");
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText("Copy it now")).toBeVisible();
  const token = await dialog.getByText(/^\w{30,}$/).textContent();
  await dialog.getByRole("button", { name: "Close" }).click();
  return { url: url ?? "", token: token ?? "" };
}
