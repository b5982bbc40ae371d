import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { type RunningConsole, startConsole } from "../../support/console";
import { freePort } from "../../support/ports";
import { type Servers, startServers } from "./servers";
import { watch } from "./watch";

/** A console with an empty database and data folder, the sample servers, and whoever opens a browser. */
export type Journey = {
  url: string;
  console: RunningConsole;
  servers: Servers;
  /** A browser of somebody's own, with none of the others' cookies. */
  openBrowser(options?: BrowserContextOptions): Promise<Page>;
};

type Fixtures = {
  /** Addresses of servers a test starts itself, `host:port`, for the operator's list. */
  alsoAllowed: string[];
  /** What else the console finds in its environment. */
  environment: Record<string, string>;
  journey: Journey;
};

export { expect };

export const test = base.extend<Fixtures>({
  alsoAllowed: [[], { option: true }],
  environment: [{}, { option: true }],
  journey: async ({ browser, alsoAllowed, environment }, use) => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const folder = mkdtempSync(join(tmpdir(), "patchbay-e2e-"));
    const servers = await startServers(url);
    const complaints: string[] = [];
    const running = await startConsole(port, {
      PATCHBAY_URL: url,
      PATCHBAY_DATA: folder,
      PATCHBAY_EGRESS_ALLOW: [...servers.hosts, ...alsoAllowed].join(","),
      PATCHBAY_KEYS: "",
      DATABASE_URL: "",
      ...environment,
    });
    const openBrowser = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce", ...options });
      watch(context, url, complaints);
      return context.newPage();
    };

    await use({ url, console: running, servers, openBrowser });

    await Promise.all(browser.contexts().map((context) => context.close()));
    await running.stop();
    await servers.close();
    rmSync(folder, { recursive: true, force: true });
    expect(complaints, "No page may complain in the browser's console").toEqual([]);
  },
});
