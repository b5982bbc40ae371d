import { expect, type Page } from "@playwright/test";
import { type ModelServer, sampleModel, startModelServer } from "../../fakes/model-server";
import { test as base, serving } from "./journey";
import { goTo } from "./people";

/** A journey beside a model server whose script the test writes. */
export const test = base.extend<{ model: ModelServer }>({
  model: serving(() => startModelServer({ hostname: "localhost", pauseMs: 20 })),
  alsoAllowed: async ({ model }, use) => use([new URL(model.origin).host]),
});

/** Sets the workspace's model up in Settings, which tries it first. */
export async function chooseModel(page: Page, { baseUrl, key }: ModelServer): Promise<void> {
  await goTo(page, "Settings");
  await page.getByRole("radio", { name: /^OpenAI-compatible/ }).check();
  await page.getByLabel("Base URL").fill(baseUrl);
  await page.getByLabel("Model", { exact: true }).fill(sampleModel);
  await page.getByLabel("API key", { exact: true }).fill(key);
  await page.getByRole("button", { name: "Try and save" }).click();
  await expect(page.getByText(/^Saved\. The model called the tool/)).toBeVisible();
}
