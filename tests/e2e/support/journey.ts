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
  /** Where the console will be; the servers have to know before it starts. */
  address: { url: string; port: number };
  servers: Servers;
  running: RunningConsole;
  journey: Journey;
};

export { expect };

/** A fixture: a server that is there for one journey. */
export function serving<Server extends { close(): Promise<void> }>(start: () => Promise<Server>) {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  return async ({}, use: (server: Server) => Promise<void>) => {
    const server = await start();
    await use(server);
    await server.close();
  };
}

export const test = base.extend<Fixtures>({
  alsoAllowed: [[], { option: true }],
  environment: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  address: async ({}, use) => {
    const port = await freePort();
    await use({ port, url: `http://localhost:${port}` });
  },
  servers: async ({ address }, use) => {
    const servers = await startServers(address.url);
    await use(servers);
    await servers.close();
  },
  running: async ({ address, servers, alsoAllowed, environment }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "patchbay-e2e-"));
    const running = await startConsole(address.port, {
      PATCHBAY_URL: address.url,
      PATCHBAY_DATA: folder,
      PATCHBAY_EGRESS_ALLOW: [...servers.hosts, ...alsoAllowed].join(","),
      PATCHBAY_KEYS: "",
      DATABASE_URL: "",
      ...environment,
    });
    await use(running);
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  journey: async ({ browser, address: { url }, servers, running }, use) => {
    const complaints: string[] = [];
    const openBrowser = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce", ...options });
      watch(context, url, complaints);
      return context.newPage();
    };

    await use({ url, console: running, servers, openBrowser });

    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(complaints, "No page may complain in the browser's console").toEqual([]);
  },
});
