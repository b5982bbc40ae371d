import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startInternalCrm } from "../fakes/internal-crm";
import { allowOrigins } from "../support/samples";
import { type Caller, startCaller } from "./caller-process";
import { startTokenGate } from "./token-gate";

/** The same on the embedded database, which is one process's alone: it is killed, and started again. */
const brief = await startInternalCrm({ authorization: { accessTokenSeconds: 2 } });
const lenient = await startInternalCrm({ authorization: { graceSeconds: 60 } });
const gates = await Promise.all(
  [1, 2].map(() => startTokenGate(() => `${lenient.authorization.issuer}/token`)),
);
allowOrigins([
  ...gates.map(({ origin }) => origin),
  ...[brief, lenient].flatMap(({ origin, authorization }) => [origin, authorization.origin]),
]);
const { closeDatabase, openDatabase } = await import("@/lib/db/client");
const { flushTraces } = await import("@/lib/connections/traces");
const { signInPeople } = await import("./house");

const choice = { kind: "embedded", folder: mkdtempSync(join(tmpdir(), "patchbay-drill-")) } as const;
let caller: Caller;
let signIns: [id: string, person: string][];
let lost: [id: string, person: string][];

beforeAll(async () => {
  await openDatabase(choice);
  signIns = await signInPeople("Brief", { server: brief, people: 10 });
  const sets = [];
  for (const [index, gate] of gates.entries()) {
    sets.push(await signInPeople(`Lost ${index}`, { server: lenient, people: 1, gate }));
  }
  lost = sets.flat();
  await flushTraces();
  await closeDatabase();
  caller = await startCaller(choice);
});

afterAll(async () => {
  await caller.end();
  await Promise.all([...gates, brief, lenient].map((server) => server.close()));
  rmSync(choice.folder, { recursive: true, force: true });
});

test("fifty callers renew ten sign-ins once for each token, and no call fails", async () => {
  const until = Date.now() + 10_000;
  const { calls, failures } = await caller.storm({ signIns, callers: 50, pauseMs: 2_000, until });
  console.info(`${calls} calls, ${brief.authorization.renewals().length} renewals in 10 s.`);
  expect(failures).toEqual({});
  expect(brief.authorization.reuses()).toBe(0);
  expect(brief.authorization.renewals().filter(({ renewed }) => !renewed)).toEqual([]);
});

test("a process that is killed before the request and after the answer heals when it is started again", async () => {
  lenient.authorization.expireAccessTokens();
  for (const [index, gate] of gates.entries()) gate.mode = index === 0 ? "drop" : "hold";
  for (const [id] of lost) void caller.call(id);
  await expect.poll(() => gates.map((gate) => gate.stuck()), { timeout: 20_000 }).toEqual([1, 1]);
  caller.signal("SIGKILL");
  for (const gate of gates) gate.mode = "pass";

  caller = await startCaller(choice);
  const called = await Promise.all(lost.map(([id]) => caller.call(id)));
  expect(called).toEqual(
    lost.map(([, person]) => ({ person: expect.stringContaining(person), failure: null })),
  );
  expect(gates.map((gate) => gate.asked())).toEqual([3, 3]);
});
