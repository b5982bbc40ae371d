import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The console as people run it: the production build, in a process of its own. */
export type RunningConsole = {
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  printed(): string;
  /** The one-time link it printed, if it printed one. */
  setUpLink(): string | null;
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>;
  /** The same, and starts it again at the same place; the milliseconds that stopping took. */
  restart(): Promise<number>;
};

const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
const START_MAX_MS = 60_000;

/** Starts the production build on a port and waits until it answers. `env` is added to this process's environment. */
export async function startConsole(port: number, env: Record<string, string>): Promise<RunningConsole> {
  const url = env["PATCHBAY_URL"] ?? `http://localhost:${port}`;
  let output = "";
  const launch = () => {
    const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "localhost"], {
      env: { ...process.env, NODE_ENV: "production", PATCHBAY_URL: url, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    return child;
  };
  let child = launch();
  const untilUp = () => untilItAnswers(`http://localhost:${port}/api/health`, child, running);
  const running: RunningConsole = {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    printed: () => output,
    setUpLink: () => output.match(/https?:\/\/\S+\/setup\?token=\S+/)?.[0] ?? null,
    stop: () => stop(child),
    restart: async () => {
      const askedAt = Date.now();
      await stop(child);
      const stopMs = Date.now() - askedAt;
      child = launch();
      await untilUp();
      return stopMs;
    },
  };
  await untilUp();
  return running;
}

/** Builds the console unless the build is newer than everything it is made from, and says so. */
export function buildIfNeeded(): void {
  const mark = join(".next", "BUILD_ID");
  const builtAt = existsSync(mark) ? statSync(mark).mtimeMs : 0;
  if (
    newest([
      "app",
      "components",
      "lib",
      "public",
      "package.json",
      "next.config.ts",
      "proxy.ts",
      "instrumentation.ts",
    ]) < builtAt
  )
    return;
  console.log("Building the console first. That takes a minute or more.");
  const { status } = spawnSync(process.execPath, [next, "build"], {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error("The build failed.");
}

async function untilItAnswers(url: string, child: ChildProcess, running: RunningConsole): Promise<void> {
  const endsAt = Date.now() + START_MAX_MS;
  while (Date.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`The console ended by itself:\n${running.printed()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await delay(100);
  }
  await running.stop();
  throw new Error(`The console did not answer within ${START_MAX_MS / 1_000} s:\n${running.printed()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function newest(paths: string[]): number {
  return Math.max(0, ...paths.filter((path) => existsSync(path)).map(newestIn));
}

function newestIn(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return newest(
    readdirSync(path)
      .filter((name) => name !== "generated")
      .map((name) => join(path, name)),
  );
}
