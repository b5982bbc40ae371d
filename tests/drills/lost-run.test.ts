import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startModelServer } from "../fakes/model-server";
import { openTestDatabase, type TestDatabase } from "../support/database";
import { allowOrigins } from "../support/samples";
import type { Moment } from "./moments";
import { callsOnce, startNotebook } from "./notebook";
import type { Fate, RunHouse } from "./run-house";
import { expected, failing, killedMoments, stoppedMoments, toolFor, UNDER_WAY } from "./run-scenes";
import { type Runner, startRunner, type Tended } from "./runner-process";

/**
 * Processes that are killed, or stopped, while they work on runs, each run at a
 * moment of its own; another process then takes them all up, on PostgreSQL.
 */
const notebook = await startNotebook();
const model = await startModelServer({ script: callsOnce(toolFor, failing) });
allowOrigins([notebook.origin, model.origin]);
const { buildRunHouse, fatesOf } = await import("./run-house");

const PATIENCE = { timeout: 60_000, interval: 200 };

let database: TestDatabase;
let house: RunHouse;
let sleeper: Runner;
let survivor: Runner | undefined;
let fates: Map<string, Fate>;

beforeAll(async () => {
  database = await openTestDatabase();
  house = await buildRunHouse(notebook, model);
  sleeper = await startRunner(database.choice, stoppedMoments);
  await untilStuck([sleeper], stoppedMoments);
  sleeper.signal("SIGSTOP");

  // Each works on eight runs at once, and a run that is stuck is one of them.
  const doomed = await Promise.all([1, 2, 3].map(() => startRunner(database.choice, killedMoments)));
  start(doomed[0], [UNDER_WAY]);
  await untilStuck(doomed, killedMoments);
  await vi.waitFor(() => expect(received(UNDER_WAY)).toBe(1), PATIENCE);
  for (const runner of doomed) runner.signal("SIGKILL");

  const last = await startRunner(database.choice);
  survivor = last;
  await vi.waitFor(async () => expect((await tend(last))?.open).toBe(0), PATIENCE);
  sleeper.signal("SIGCONT");
  await sleeper.tell({ do: "go on" });
  await sleeper.end();
  fates = await fatesOf(notebook);
}, 180_000);

afterAll(async () => {
  await survivor?.end();
  await database.close();
  await Promise.all([notebook, model].map((server) => server.close()));
});

test.each([...expected])(
  "%s: the run comes to one end, and its call is received at most once",
  (name, scene) => {
    const fate = fates.get(name);
    const [status, received, outcome] = scene;
    expect(fate?.wrong).toEqual([]);
    expect(fate).toMatchObject({ status, outcomes: outcome ? [outcome] : [] });
    if (received !== null) expect(fate?.received).toBe(received);
  },
);

async function untilStuck(runners: Runner[], moments: readonly Moment[]): Promise<void> {
  start(runners[0], moments);
  const stuck = async () => (await Promise.all(runners.map(tend))).flatMap((one) => one?.stuck ?? []);
  await vi.waitFor(
    async () => expect([...new Set(await stuck())].sort()).toEqual([...moments].sort()),
    PATIENCE,
  );
}

/** Nobody waits for an answer: a command may be what gets stuck. */
function start(runner: Runner | undefined, messages: readonly string[]): void {
  for (const message of messages) void runner?.tell({ do: "start", ...house, message });
}

function tend(runner: Runner): Promise<Tended | null> {
  return runner.tell({ do: "tend", memberId: house.memberId });
}

function received(message: string): number {
  return notebook.calls.filter((call) => call.arguments["run"] === message).length;
}
