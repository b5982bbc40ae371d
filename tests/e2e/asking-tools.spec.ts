import { startUpstream } from "../conformance/upstream";
import { beginConnection, checkServer, create, openTools } from "./support/connections";
import { test as base, expect, serving } from "./support/journey";
import { ada, setUp } from "./support/people";

type Asking = Awaited<ReturnType<typeof startUpstream>>;

const test = base.extend<{ asking: Asking }>({
  asking: serving(startUpstream),
  alsoAllowed: async ({ asking }, use) => use([new URL(asking.url).host]),
});

test("a tool that asks before it answers is answered in the browser, or left unanswered", async ({
  journey,
  asking,
}) => {
  const page = await journey.openBrowser();
  await setUp(page, journey.console.setUpLink(), ada);
  await beginConnection(page, "Asking", asking.url);
  await checkServer(page, /It answers without a sign-in/);
  await create(page, "Asking");
  await openTools(page, "Asking");
  await page.getByRole("link", { name: "test_input_required_result_multi_round" }).click();

  await page.getByRole("button", { name: "Try it" }).click();
  const question = page.getByRole("form", { name: "test_input_required_result_multi_round asks" });
  await expect(question).toContainText("Step 1: What is your name?");
  await question.getByRole("button", { name: "Send answer" }).click();
  await expect(question).toContainText("Fill in name first.");
  await question.getByLabel("name").fill("Ada");
  await question.getByRole("button", { name: "Send answer" }).click();

  await expect(question).toContainText("Step 2: What is your favorite color?");
  await question.getByLabel("color").fill("blue");
  await question.getByRole("button", { name: "Send answer" }).click();
  await expect(page.getByRole("region", { name: "Result" })).toContainText("state-ok");

  await page.getByRole("button", { name: "Try it" }).click();
  await expect(question).toContainText("Step 1: What is your name?");
  await question.getByRole("button", { name: "Don't answer" }).click();
  await expect(question).toContainText("Step 2");
});
