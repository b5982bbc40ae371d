import type { Request } from "@playwright/test";
import { call, say, scenario } from "../fakes/model-script";
import { createAssignment, pick, saveSetup } from "./support/assignments";
import { addWarehouse } from "./support/connections";
import { expect } from "./support/journey";
import { chooseModel, test } from "./support/model";
import { ada, setUp } from "./support/people";
import { openRuns } from "./support/runs";
import { signInToWarehouse } from "./support/sign-ins";

const ASSIGNMENT = "Restock";
const FOLLOWERS = 8;

test("a console that is asked to stop does so at once under everybody who follows a run, and their pages go on with the next", async ({
  journey,
  model,
  browser,
}) => {
  // Not watched for complaints: a browser says so when the console it asks is away.
  const context = await browser.newContext({ baseURL: journey.url, reducedMotion: "reduce" });
  const page = await context.newPage();
  await setUp(page, journey.console.setUpLink(), ada);
  await chooseModel(page, model);
  await addWarehouse(page, journey.servers);
  await signInToWarehouse(page, "ada");
  await createAssignment(page, ASSIGNMENT);
  await pick(page, "reserve_stock", "Ask");
  await saveSetup(page);
  model.script = scenario(
    { asked: /./, answer: reserve("PO-1") },
    {
      result: "reserve_stock",
      answer: ({ done }) => (done.length < 2 ? reserve("PO-2") : say("Both are reserved.")),
    },
  );
  const asked: Request[] = [];
  page.on("request", (request) => request.url().includes("/events") && asked.push(request));

  await openRuns(page, ASSIGNMENT);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  // The page has drawn something that it was told of while it followed the run.
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByRole("group", { name: /^Approve / }).getByText("PO-2")).toBeVisible();
  const source = `${page.url().replace("/runs/", "/api/runs/")}/events?from=0`;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const open = () => fetch(source, { headers: { cookie } });
  const followers = await Promise.all(Array.from({ length: FOLLOWERS }, open));
  const ends = followers.map((follower) => follower.text());
  asked.length = 0;

  const stopMs = await journey.console.restart();
  console.info(`It stopped ${stopMs} ms after it was asked to, with ${FOLLOWERS + 1} streams open.`);
  expect(stopMs).toBeLessThan(10_000);
  // Ended, not cut off.
  for (const text of await Promise.all(ends)) expect(text).toContain('"call.waiting"');

  // From where they were.
  await expect
    .poll(async () => (await asked.at(-1)?.allHeaders())?.["last-event-id"], { timeout: 30_000 })
    .toMatch(/^\d+$/);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("button", { name: "Approve", exact: true }).click();
  for (const one of [page, other]) {
    await expect(one.getByText("Both are reserved.")).toBeVisible();
    await expect(one.getByText(/^Finished /)).toBeVisible();
  }
  expect(journey.servers.warehouse.calls.filter(({ tool }) => tool === "reserve_stock")).toHaveLength(2);
  await context.close();
});

function reserve(order: string) {
  return call("reserve_stock", { sku: "BRG-6204", quantity: 2, order });
}
