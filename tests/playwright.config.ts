import { defineConfig, devices } from "@playwright/test";
import { browserArguments, findBrowser } from "./support/browser";

// Playwright loads this file once in each worker too; the browser is looked for once.
process.env["PLAYWRIGHT_CHROMIUM"] ??= findBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "../test-results",
  globalSetup: "./support/build-global.ts",
  // A journey's steps build on each other; each journey has a console, a database and servers of its own.
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1_440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env["PLAYWRIGHT_CHROMIUM"], args: browserArguments },
  },
});
