import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where Linux, macOS and Windows keep a Chromium or a Chrome. */
const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Keeps the browser from looking up hosts of its maker, which a closed network refuses many at a time. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A browser to test in: PLAYWRIGHT_CHROMIUM, else Playwright's own, else one of the
 * system's, else one it installs (Playwright's download, then Debian's package
 * where we are root). Says on standard error which it took.
 */
export function findBrowser(): string {
  const found =
    named() ?? own() ?? system() ?? (installOwn() ? own() : null) ?? (installDebian() ? system() : null);
  if (!found) throw new Error("No browser to test in. Install Chromium, or set PLAYWRIGHT_CHROMIUM to one.");
  console.error(`Testing in ${found}`);
  return found;
}

function named(): string | null {
  const path = process.env["PLAYWRIGHT_CHROMIUM"];
  if (path && !existsSync(path))
    throw new Error(`PLAYWRIGHT_CHROMIUM is ${path}, and there is nothing there.`);
  return path ?? null;
}

function own(): string | null {
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

function system(): string | null {
  return SYSTEM_BROWSERS.find((path) => existsSync(path)) ?? null;
}

function installOwn(): boolean {
  return succeeds(process.execPath, [
    "node_modules/@playwright/test/cli.js",
    "install",
    "--with-deps",
    "chromium",
  ]);
}

function installDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  return succeeds("apt-get", ["update"]) && succeeds("apt-get", ["install", "-y", "chromium"]);
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: 600_000 }).status === 0;
}
