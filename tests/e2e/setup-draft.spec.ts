import type { Locator, Page } from "@playwright/test";
import { createAssignment, openAssignment, pick, saveSetup } from "./support/assignments";
import { addCrm } from "./support/connections";
import { expect, test } from "./support/journey";
import { ada, ben, goTo, invite, join, setUp } from "./support/people";
import { allow, consent } from "./support/sign-ins";

const ASSIGNMENT = "Call back customers";

test("picks that are not saved outlive Back and the way through a sign-in", async ({ journey }) => {
  const { console, servers, openBrowser } = journey;
  const [admin, author] = [await openBrowser(), await openBrowser()];
  await setUp(admin, console.setUpLink(), ada);
  await addCrm(admin, servers);
  await consent(admin, "Internal CRM", "ada", "5 tools");
  await join(author, await invite(admin, ben.email, "Author"), ben);

  await test.step("the author picks tools of a connection without being signed in to it, and is told", async () => {
    await createAssignment(author, ASSIGNMENT);
    await pick(author, "search_customers", "Allow");
    await pick(author, "add_note", "Ask");
    await expect(warning(author)).toBeVisible();
    await expect(author.getByText("2 unsaved changes")).toBeVisible();
  });
  await test.step("Back asks first; a No stays with the picks", async () => {
    expect(await goBack(author, "dismiss")).toMatch(/^Your changes are not saved\./);
    await expect(author).toHaveURL(/\/setup$/);
    await expectPicked(author);
  });
  await test.step("a Yes leaves, and whoever comes back finds the picks", async () => {
    expect(await goBack(author, "accept")).toMatch(/^Your changes are not saved\./);
    await expect(author).toHaveURL(/\/assignments\/new$/);
    await openAssignment(author, ASSIGNMENT, "Setup");
    await expect(author.getByText("Your unsaved changes are back.")).toBeVisible();
    await expectPicked(author);
  });
  await test.step("the warning's button leads through the consent and back to the picks", async () => {
    await warning(author).getByRole("link", { name: "Sign in" }).click();
    await author.getByRole("button", { name: "Sign in" }).click();
    await allow(author, "ben");
    await expect(author).toHaveURL(/\/setup$/);
    await expect(author.getByText("Your unsaved changes are back.")).toBeVisible();
    await expect(warning(author)).toHaveCount(0);
    await expectPicked(author);
  });
  await test.step("saved, they are there for good, and leaving asks nothing", async () => {
    await saveSetup(author);
    await author.reload();
    await expectPicked(author);
    await expect(author.getByText("No unsaved changes")).toBeVisible();
    await goTo(author, "Assignments");
    await expect(author.getByRole("link", { name: ASSIGNMENT })).toBeVisible();
  });
});

function warning(page: Page): Locator {
  const words = "Internal CRM would refuse your calls: you have not signed in to it.";
  return page.getByRole("listitem").filter({ hasText: words });
}

async function expectPicked(page: Page): Promise<void> {
  await page.getByRole("searchbox", { name: "Search tools" }).fill("");
  for (const tool of ["search_customers", "add_note"])
    await expect(page.getByRole("checkbox", { name: new RegExp(`^${tool}\\b`) })).toBeChecked();
}

/** Presses Back, answers what is asked, and says what that was. */
async function goBack(page: Page, answer: "accept" | "dismiss"): Promise<string> {
  const asked = page.waitForEvent("dialog");
  const pressed = page.evaluate(() => history.back());
  const dialog = await asked;
  const question = dialog.message();
  await dialog[answer]();
  await pressed;
  return question;
}
