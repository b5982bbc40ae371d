import { expect, type Page } from "@playwright/test";

export const password = "a long enough password";

export type Newcomer = { name: string; email: string };

export const ada: Newcomer = { name: "Ada Admin", email: "ada@example.com" };
export const ben: Newcomer = { name: "Ben Author", email: "ben@example.com" };
export const cleo: Newcomer = { name: "Cleo Member", email: "cleo@example.com" };

/** Opens the one-time link and becomes the owner. */
export async function setUp(page: Page, link: string | null, owner: Newcomer): Promise<void> {
  await page.goto(link ?? "No set-up link was printed");
  await page.getByLabel("Workspace name").fill("Acme");
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** Invites somebody on the People page; returns the link that is shown once. */
export async function invite(page: Page, email: string, role: "Author" | "Member"): Promise<string> {
  await goTo(page, "People");
  await page.getByRole("button", { name: "Invite someone" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite someone" });
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("radio", { name: role, exact: true }).check();
  await dialog.getByRole("button", { name: "Create invite link" }).click();
  const link = await dialog.getByText(/^http\S+\/invite\/\S+$/).textContent();
  await dialog.getByRole("button", { name: "Close" }).click();
  return link ?? "";
}

/** Accepts an invite in one's own browser. */
export async function join(page: Page, link: string, { name, email }: Newcomer): Promise<void> {
  await page.goto(link);
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Choose a password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

export async function logOut(page: Page, { name }: Newcomer): Promise<void> {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
}

export async function logIn(page: Page, person: Newcomer): Promise<void> {
  await page.goto("/login");
  await fillInLogIn(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** On the log-in page, wherever it leads afterwards. */
export async function fillInLogIn(page: Page, { email }: Newcomer): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Goes to a page of one connection or assignment by its tabs. */
export async function openTab(page: Page, owner: string, tab: string): Promise<void> {
  await page
    .getByRole("navigation", { name: owner })
    .getByRole("link", { name: new RegExp(`^${tab}`) })
    .click();
}

/** Goes to a page by the console's own navigation. */
export async function goTo(page: Page, section: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Console" })
    .getByRole("link", { name: new RegExp(`^${section}`) })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: section })).toBeVisible();
}
