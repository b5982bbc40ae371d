import type { Page } from "@playwright/test";
import { createAssignment } from "./support/assignments";
import { expect, test } from "./support/journey";
import { ada, setUp } from "./support/people";
import { openRuns } from "./support/runs";

test("a schedule is made, and changed in place, and says when it runs next", async ({ journey }) => {
  const page = await journey.openBrowser({ timezoneId: "UTC" });
  await setUp(page, journey.console.setUpLink(), ada);
  await createAssignment(page, "Look around");
  await openRuns(page, "Look around");

  await page.getByRole("button", { name: "New schedule" }).click();
  await page.getByLabel("How often").selectOption("Each week");
  await page.getByLabel("On", { exact: true }).selectOption("Friday");
  await page.getByLabel("At", { exact: true }).fill("09:30");
  await inDialog(page).getByLabel("Message").fill("On Fridays.");
  await page.getByRole("button", { name: "Save schedule" }).click();
  await expect(page.getByText("each Friday at 09:30, UTC")).toBeVisible();
  expect(await nextOf(page)).toEqual([1, 2, 3].map(() => expect.stringMatching(/^Fri,? .*09:30$/)));

  await page.getByRole("button", { name: "Edit" }).click();
  await expect(page.getByLabel("On", { exact: true })).toHaveValue("5");
  await expect(page.getByLabel("At", { exact: true })).toHaveValue("09:30");
  await expect(inDialog(page).getByLabel("Message")).toHaveValue("On Fridays.");
  await page.getByLabel("How often").selectOption("A cron line");
  await page.getByLabel("Cron line").fill("* * * * *");
  await inDialog(page).getByLabel("Message").fill("At the turn of the month.");
  await page.getByRole("button", { name: "Save schedule" }).click();
  await expect(inDialog(page)).toContainText("Leave at least five minutes between two runs.");
  await expect(page.getByLabel("Cron line")).toHaveValue("* * * * *");
  await page.getByLabel("Cron line").fill("15 6 1 * *");
  await page.getByRole("button", { name: "Save schedule" }).click();

  await expect(page.getByText("cron 15 6 1 * *, UTC")).toBeVisible();
  await expect(page.getByText("At the turn of the month.")).toBeVisible();
  await expect(page.getByText("each Friday")).toHaveCount(0);
  expect(await nextOf(page)).toEqual([1, 2, 3].map(() => expect.stringMatching(/ 1 .*06:15$/)));
  await expect(page.getByRole("button", { name: "Edit" })).toBeFocused();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(`${ada.name} paused it.`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume" })).toBeFocused();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  expect(await nextOf(page)).toHaveLength(3);
});

function inDialog(page: Page) {
  return page.getByRole("dialog");
}

/** The next times of the one schedule. */
function nextOf(page: Page): Promise<string[]> {
  return page.getByRole("listitem").filter({ hasText: "Next" }).locator("time").allTextContents();
}
