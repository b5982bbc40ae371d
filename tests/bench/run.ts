/**
 * `npm run bench`: what a call costs through an endpoint beside the same call made straight to its server, and what
 * two long pages and a step of a run cost, on the embedded database and on PostgreSQL. Prints tables and writes test-results/bench.json.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseChoice } from "@/lib/db/client";
import { warehouseKey } from "../fakes/sample-credentials";
import { buildIfNeeded, type RunningConsole, startConsole } from "../support/console";
import { freePort } from "../support/ports";
import { startPostgres } from "../support/postgres";
import { type CallFigures, measureCalls, type Route } from "./calls";
import { measurePage, type PageFigures } from "./pages";
import type { RunFigures } from "./runs";
import { type MemoryFigures, measureAbandonedSessions } from "./sessions";

type Figures = {
  database: string;
  calls: CallFigures[];
  memory: MemoryFigures;
  pages: PageFigures[];
  runs: RunFigures;
};

buildIfNeeded();
const port = await freePort();
const [warehousePort, holidaysPort, modelPort] = [await freePort(), await freePort(), await freePort()];
const [proxyPort, inspectorPort] = [await freePort(), await freePort()];
const home = `http://localhost:${port}`;
const urls = {
  warehouse: `http://127.0.0.1:${warehousePort}/mcp`,
  holidays: `http://127.0.0.1:${holidaysPort}/mcp`,
};
const environment = {
  PATCHBAY_URL: home,
  PATCHBAY_EGRESS_ALLOW: [warehousePort, holidaysPort, modelPort].map((one) => `127.0.0.1:${one}`).join(","),
  PATCHBAY_KEYS: `bench:${Buffer.alloc(32, "bench").toString("base64")}`,
};
// The commands that seed read the same environment as the console, and only once.
Object.assign(process.env, environment, { DATABASE_URL: "" });

const upstream = fork(
  join(import.meta.dirname, "upstream.ts"),
  [warehousePort, holidaysPort, modelPort].map(String),
);
await once(upstream, "message");
const proxy = fork(join(import.meta.dirname, "bare-proxy.ts"), [proxyPort, holidaysPort].map(String));
await once(proxy, "message");
const postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), "patchbay-bench-"));
try {
  const report = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`,
    figures: [
      await measure("PGlite", { kind: "embedded", folder }),
      await measure("PostgreSQL", { kind: "postgres", url: await postgres.createDatabase() }),
    ],
  };
  print(report.machine, report.figures);
  mkdirSync("test-results", { recursive: true });
  writeFileSync("test-results/bench.json", `${JSON.stringify(report, null, 2)}\n`);
} finally {
  upstream.kill();
  proxy.kill();
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(database: string, choice: DatabaseChoice): Promise<Figures> {
  console.log(`Measuring on ${database} …`);
  const { login, seed } = await import("./seed");
  const { assignmentId, token } = await seed(choice, urls);
  const place = choice.kind === "postgres" ? { DATABASE_URL: choice.url } : { PATCHBAY_DATA: choice.folder };
  const { measureRuns } = await import("./runs");
  const runs = await measureRuns(choice, assignmentId, `http://127.0.0.1:${modelPort}/v1`);
  const start = (options: Record<string, string> = {}) =>
    startConsole(port, { ...environment, DATABASE_URL: "", ...place, ...options });
  const endpoint = { url: `${home}/mcp/${assignmentId}`, headers: { Authorization: `Bearer ${token}` } };

  const { calls, pages } = await during(await start(), async ({ pid }) => ({
    calls: await measureTargets(endpoint, pid),
    pages: await measurePages(assignmentId, await logIn(login), pid),
  }));
  const inspected = { NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` };
  const memory = await during(await start(inspected), ({ pid }) =>
    measureAbandonedSessions({ ...endpoint, tool: "" }, pid, inspectorPort),
  );
  return { database, calls, memory, pages, runs };
}

async function during<T>(running: RunningConsole, work: (running: RunningConsole) => Promise<T>): Promise<T> {
  try {
    return await work(running);
  } finally {
    await running.stop();
  }
}

async function measureTargets(endpoint: Omit<Route, "tool">, pid: number): Promise<CallFigures[]> {
  const key = { Authorization: `Bearer ${warehouseKey("ada")}` };
  const stock = { query: "bearing" };
  const holiday = { country: "CZ", date: "2026-12-24" };
  const holidays = { url: urls.holidays, headers: {}, tool: "is_holiday" };
  return [
    await measureCalls(
      "API key, 2025 era",
      {
        direct: { url: urls.warehouse, headers: key, tool: "find_stock" },
        endpoint: { ...endpoint, tool: "warehouse_api__find_stock" },
      },
      stock,
      pid,
    ),
    await measureCalls(
      "open, 2026 era",
      { direct: holidays, endpoint: { ...endpoint, tool: "public_holidays__is_holiday" } },
      holiday,
      pid,
    ),
    await measureCalls(
      "for scale: a bare proxy",
      { direct: holidays, endpoint: { ...holidays, url: `http://127.0.0.1:${proxyPort}/mcp` } },
      holiday,
      proxy.pid ?? 0,
    ),
  ];
}

async function measurePages(assignmentId: string, cookie: string, pid: number): Promise<PageFigures[]> {
  return [
    await measurePage("200 connections", new URL("/connections", home), cookie, pid),
    await measurePage("Setup, 2,000 tools", new URL(`/assignments/${assignmentId}/setup`, home), cookie, pid),
  ];
}

async function logIn(credentials: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${home}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: home },
    body: JSON.stringify(credentials),
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (!response.ok || cookies.length === 0) throw new Error(`Logging in answered HTTP ${response.status}.`);
  return cookies.join("; ");
}

function print(machine: string, all: readonly Figures[]): void {
  console.log(`\n${machine}\n\nCalls: straight to the server against through the endpoint`);
  console.table(all.flatMap(({ database, calls }) => calls.map((one) => callRow(database, one))));
  console.log("Memory: sessions opened and left");
  console.table(all.map(({ database, memory }) => ({ database, ...rounded(memory) })));
  console.log("Runs: a step without the time the model and the tool took");
  console.table(all.map(({ database, runs }) => ({ database, ...rounded(runs) })));
  console.log("Pages: until the last byte; bytes as they travel, gzip");
  console.table(all.flatMap(({ database, pages }) => pages.map((page) => ({ database, ...rounded(page) }))));
}

function callRow(database: string, one: CallFigures) {
  const spread = ({ p50, p95, p99 }: CallFigures["directMs"]) =>
    [p50, p95, p99].map((ms) => ms.toFixed(1)).join(" / ");
  const rates = ({ one: alone, sixteen }: CallFigures["direct"]) =>
    `${alone.toFixed(0)} / ${sixteen.toFixed(0)}`;
  return {
    database,
    target: one.target,
    "direct p50/95/99 ms": spread(one.directMs),
    "endpoint p50/95/99 ms": spread(one.endpointMs),
    "added p50 ms": one.addedP50Ms.toFixed(2),
    "direct 1/16 per s": rates(one.direct),
    "endpoint 1/16 per s": rates(one.endpoint),
    "share at 16": `${(one.share * 100).toFixed(0)} %`,
    "CPU ms a call": one.cpuMsPerCall.toFixed(2),
  };
}

function rounded(figures: Record<string, string | number>): Record<string, string | number> {
  const round = (value: string | number) => (typeof value === "number" ? Math.round(value * 10) / 10 : value);
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
}
