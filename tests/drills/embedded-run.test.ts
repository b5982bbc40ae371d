import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startModelServer } from "../fakes/model-server";
import { allowOrigins } from "../support/samples";
import { callsOnce, startNotebook } from "./notebook";
import type { Fate, RunHouse } from "./run-house";
import { expected, failing, killedMoments, stoppedMoments, toolFor, UNDER_WAY } from "./run-scenes";
import { type Runner, startRunner, type Tended } from "./runner-process";

/** The same on the embedded database: a process is killed, and the next opens the folder and goes on at once. */
const notebook = await startNotebook();
const model = await startModelServer({ script: callsOnce(toolFor, failing) });
allowOrigins([notebook.origin, model.origin]);
const { closeDatabase, openDatabase } = await import("@/lib/db/client");
const { buildRunHouse, fatesOf } = await import("./run-house");

const PATIENCE = { timeout: 60_000, interval: 200 };
const choice = { kind: "embedded", folder: mkdtempSync(join(tmpdir(), "patchbay-drill-")) } as const;
/** As many at a time as one process works on for one person. */
const rounds = [0, 6, 12, 18].map((from) => killedMoments.slice(from, from + 6));

let house: RunHouse;
let fates: Map<string, Fate>;
let recoveryMs: number;

beforeAll(async () => {
  await openDatabase(choice);
  house = await buildRunHouse(notebook, model);
  await closeDatabase();
  for (const [index, moments] of rounds.entries()) {
    const runner = await startRunner(choice, moments);
    const messages = index === 0 ? [...moments, UNDER_WAY] : moments;
    for (const message of messages) void runner.tell({ do: "start", ...house, message });
    const stuck = async () => (await tend(runner))?.stuck.sort();
    await vi.waitFor(async () => expect(await stuck()).toEqual([...moments].sort()), PATIENCE);
    if (index === 0) await vi.waitFor(() => expect(notebook.calls.some(isUnderWay)).toBe(true), PATIENCE);
    runner.signal("SIGKILL");
    await runner.exited;
  }
  const survivor = await startRunner(choice);
  const startedAt = Date.now();
  await vi.waitFor(async () => expect((await tend(survivor))?.open).toBe(0), PATIENCE);
  recoveryMs = Date.now() - startedAt;
  await survivor.end();
  await openDatabase(choice);
  fates = await fatesOf(notebook);
}, 180_000);

afterAll(async () => {
  await closeDatabase();
  await Promise.all([notebook, model].map((server) => server.close()));
  rmSync(choice.folder, { recursive: true, force: true });
});

const scenes = [...expected].filter(([name]) => !stoppedMoments.some((one) => one === name));

test.each(scenes)("%s: the run comes to one end, and its call is received at most once", (name, scene) => {
  const fate = fates.get(name);
  const [status, received, outcome] = scene;
  expect(fate?.wrong).toEqual([]);
  expect(fate).toMatchObject({ status, received, outcomes: outcome ? [outcome] : [] });
});

test("no lease of a process that is gone has to run out first", () => {
  console.info(`The last runs ended ${recoveryMs} ms after the folder was opened again.`);
  expect(recoveryMs).toBeLessThan(15_000);
});

function isUnderWay({ tool }: { tool: string }): boolean {
  return tool === "hang";
}

function tend(runner: Runner): Promise<Tended | null> {
  return runner.tell({ do: "tend", memberId: house.memberId });
}
