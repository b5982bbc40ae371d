import { type MailServer, startMailServer } from "../fakes/mail-server";
import { call } from "../fakes/model-script";
import { connectV2 } from "../unit/fakes/clients";
import { createAssignment, makeToken, openAssignment, pick, saveSetup } from "./support/assignments";
import { addWarehouse } from "./support/connections";
import { expect, serving } from "./support/journey";
import { test as base, chooseModel } from "./support/model";
import { ada, fillInLogIn, goTo, setUp } from "./support/people";
import { signInToWarehouse } from "./support/sign-ins";

const test = base.extend<{ mail: MailServer }>({
  mail: serving(startMailServer),
  environment: async ({ mail }, use) =>
    use({ PATCHBAY_SMTP_URL: mail.url, PATCHBAY_MAIL_FROM: "Patchbay <patchbay@example.com>" }),
});

const ASSIGNMENT = "Restock before the holidays";
const RESERVATION = { sku: "BRG-6204", quantity: 10, order: "PO-1" };

test("what waits for somebody and what failed is on Home and in a mail, whose link leads there", async ({
  journey,
  model,
  mail,
}) => {
  const { warehouse } = journey.servers;
  const page = await journey.openBrowser();
  const inbox = page.getByRole("main").getByRole("listitem");
  const question = page.getByRole("group", { name: "Approve reserve_stock of Warehouse API" });
  await setUp(page, journey.console.setUpLink(), ada);
  await chooseModel(page, model);
  await addWarehouse(page, journey.servers);
  await signInToWarehouse(page, "ada");
  await createAssignment(page, ASSIGNMENT);
  await pick(page, "reserve_stock", "Ask");
  await saveSetup(page);
  const hasLeft = Promise.withResolvers<void>();
  model.script = async ({ arrived }) => {
    if (arrived.length === 0) return call("reserve_stock", RESERVATION);
    await hasLeft.promise;
    return { status: 400, code: "broken", message: "Not like that." };
  };

  await test.step("a run waits for an approval", async () => {
    await openAssignment(page, ASSIGNMENT, "Runs");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(question).toBeVisible();
    const run = page.url();
    await goTo(page, "Home");
    await expect(inbox.filter({ hasText: "Waits for approval" })).toContainText(`A run of ${ASSIGNMENT}`);

    await page.goto(await linkMailed(mail, "reserve_stock of Warehouse API waits for your approval"));
    await expect(page).toHaveURL(run);
    await question.getByRole("button", { name: "Approve" }).click();
    await expect(question).toHaveCount(0);
    await goTo(page, "Home");
    await expect(inbox.filter({ hasText: "Waits for approval" })).toHaveCount(0);
  });
  await test.step("it fails while nobody looks, and is news until its page was seen", async () => {
    hasLeft.resolve();
    const run = await linkMailed(mail, `A run of ${ASSIGNMENT} failed`);
    const isSeen = page.waitForResponse((one) => one.url() === run && one.request().method() === "POST");
    await page.reload();
    await inbox
      .filter({ hasText: `A run of ${ASSIGNMENT} failed` })
      .getByRole("link", { name: "Open run" })
      .click();
    await expect(page).toHaveURL(run);
    await expect(page.getByText("It says: “Not like that.”")).toBeVisible();
    await isSeen;
    await goTo(page, "Home");
    await expect(inbox.filter({ hasText: "failed" })).toHaveCount(0);
  });
  await test.step("a host's call waits: the mail leads to it by way of the log-in", async () => {
    const { url, token } = await makeToken(page, ASSIGNMENT);
    const host = await connectV2(url, { Authorization: `Bearer ${token}` });
    const reserve = () =>
      host.callTool({ name: "warehouse_api__reserve_stock", arguments: { ...RESERVATION, order: "PO-2" } });
    expect(await reserve()).toMatchObject({ isError: true });

    const elsewhere = await journey.openBrowser();
    await elsewhere.goto(await linkMailed(mail, "reserve_stock of Warehouse API waits for your approval"));
    await fillInLogIn(elsewhere, ada);
    await expect(elsewhere.getByRole("heading", { level: 1, name: "Approval" })).toBeVisible();
    await elsewhere.getByRole("button", { name: "Approve" }).click();
    await expect(
      elsewhere.getByText("You approved the call of reserve_stock of Warehouse API."),
    ).toBeVisible();
    expect(await reserve()).not.toMatchObject({ isError: true });
    await host.close();
  });
  expect(warehouse.calls.map((one) => one.arguments["order"])).toEqual(["PO-1", "PO-2"]);
  expect(mail.mails).toEqual([]);
});

/** Where the mail leads that Ada gets next, which is about this alone. */
async function linkMailed({ mails }: MailServer, subject: string): Promise<string> {
  await expect.poll(() => mails.length).toBe(1);
  const [mail] = mails.splice(0);
  expect(mail).toMatchObject({ to: [ada.email], subject });
  return /^http\S+$/m.exec(mail?.text ?? "")?.[0] ?? "";
}
