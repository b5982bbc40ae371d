import type { Page } from "@playwright/test";
import { startEverything } from "../support/everything";
import { beginConnection, checkServer, create, method, openTools } from "./support/connections";
import { test as base, expect } from "./support/journey";
import { ada, setUp } from "./support/people";

type Everything = Awaited<ReturnType<typeof startEverything>>;

const test = base.extend<{ mode: "streamableHttp" | "sse"; everything: Everything }>({
  mode: ["streamableHttp", { option: true }],
  everything: async ({ mode }, use) => {
    const server = await startEverything(mode);
    await use(server);
    await server.close();
  },
  alsoAllowed: async ({ everything }, use) => use([new URL(everything.url).host]),
});

/** What is typed into each tool's form, by label, and what the answer then says. A field that is not named keeps its default. */
const TRIES: Record<string, { fields?: Record<string, string>; answer: RegExp }> = {
  echo: { fields: { message: "hello" }, answer: /Echo: hello/ },
  "get-annotated-message": { fields: { messageType: "success" }, answer: /Operation completed successfully/ },
  "get-env": { answer: /"PORT"/ },
  "get-resource-links": { answer: /resource links/ },
  "get-resource-reference": { answer: /resource.*1/i },
  "get-structured-content": { fields: { location: "Chicago" }, answer: /"temperature"/ },
  "get-sum": { fields: { a: "2", b: "3" }, answer: /The sum of 2 and 3 is 5\./ },
  "get-tiny-image": { answer: /Here's the image you requested/ },
  "gzip-file-as-resource": {
    fields: { "data (optional)": "data:text/plain,hello" },
    answer: /README\.md\.gz/,
  },
  "toggle-simulated-logging": { answer: /simulated.*logging/i },
  "toggle-subscriber-updates": { answer: /updates/i },
  "trigger-long-running-operation": {
    fields: { "duration (optional)": "1", "steps (optional)": "2" },
    answer: /Long running operation completed\. Duration: 1 seconds, Steps: 2\./,
  },
};

test.describe("over Streamable HTTP", () => {
  test("every tool of the reference server is listed, and each that can be called answers through its own form", async ({
    journey,
    everything,
  }) => {
    const page = await journey.openBrowser();
    await setUp(page, journey.console.setUpLink(), ada);
    await beginConnection(page, "Everything", everything.url);
    await checkServer(page, "It answers without a sign-in and offers 12 tools.");
    await expect(method(page, "None")).toBeChecked();
    await create(page, "Everything");

    await openTools(page, "Everything");
    await expect(page.getByText("13 tools", { exact: true })).toBeVisible();
    const list = page.url();
    await expect(page.getByText(/can only be run as a task/)).toBeVisible();
    for (const [tool, { fields = {}, answer }] of Object.entries(TRIES)) {
      await test.step(tool, async () => {
        await page.goto(list);
        await page.getByRole("link", { name: new RegExp(`^${tool} `) }).click();
        await expect(page.getByRole("heading", { name: "Try it" })).toBeVisible();
        for (const [label, value] of Object.entries(fields)) await fill(page, label, value);
        await page.getByRole("button", { name: "Try it" }).click();
        const result = page.getByRole("region", { name: "Result", exact: true });
        await expect.soft(result.getByText(answer).first()).toBeVisible();
        const pictures = result.getByRole("img", { name: "Returned by the tool" });
        await expect.soft(pictures).toHaveCount(tool === "get-tiny-image" ? 1 : 0);
      });
    }
  });
});

test.describe("over HTTP+SSE", () => {
  test.use({ mode: "sse" });

  test("the reference server is refused with the reason, by the check and by Create", async ({
    journey,
    everything,
  }) => {
    const page = await journey.openBrowser();
    await setUp(page, journey.console.setUpLink(), ada);
    const sentence = /only speaks the older HTTP\+SSE transport\. Patchbay needs Streamable HTTP/;

    await beginConnection(page, "Everything", everything.url);
    await checkServer(page, sentence);
    await page.getByRole("button", { name: "Create", exact: true }).click();

    await expect(page.getByLabel("Server URL")).toHaveAccessibleDescription(sentence);
    await expect(page.getByLabel("Server URL")).toHaveValue(everything.url);
  });
});

/** Types or chooses, whichever the form made of the schema. */
async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  const isChoice = await field.evaluate((element) => element instanceof HTMLSelectElement);
  await (isChoice ? field.selectOption({ label: value }) : field.fill(value));
}
