import { expect, type Page } from "@playwright/test";
import { openAssignment } from "./assignments";

/** The runs and schedules of an assignment. */
export async function openRuns(page: Page, assignment: string): Promise<void> {
  await openAssignment(page, assignment, "Runs");
  await expect(page.getByRole("heading", { level: 2, name: "Run it" })).toBeVisible();
}
