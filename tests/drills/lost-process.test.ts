import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startInternalCrm } from "../fakes/internal-crm";
import { openTestDatabase, type TestDatabase } from "../support/database";
import { allowOrigins } from "../support/samples";
import { type Called, type Caller, startCaller } from "./caller-process";
import { startTokenGate } from "./token-gate";

/**
 * A process that is killed, or stopped, in the middle of a renewal, and another
 * that goes on. The strict provider ends a sign-in whose refresh token comes
 * back; the lenient one takes a spent token for another minute, as many do.
 */
const [strict, lenient] = await Promise.all([
  startInternalCrm(),
  startInternalCrm({ authorization: { graceSeconds: 60 } }),
]);
const providers = { strict, lenient };

/** Where the process is when it ends, and at which provider. */
const scenes = {
  "killed before the request": { provider: "strict", mode: "drop", signal: "SIGKILL" },
  "killed after the answer, strict": { provider: "strict", mode: "hold", signal: "SIGKILL" },
  "killed after the answer, lenient": { provider: "lenient", mode: "hold", signal: "SIGKILL" },
  "killed after the save": { provider: "strict", mode: "pass", signal: "SIGKILL" },
  "stopped before the request": { provider: "strict", mode: "drop", signal: "SIGSTOP" },
  "stopped before the answer": { provider: "lenient", mode: "hold", signal: "SIGSTOP" },
} as const;
type Scene = keyof typeof scenes;
const names = Object.keys(scenes) as Scene[];

const gates = await Promise.all(
  names.map((name) => startTokenGate(() => `${providers[scenes[name].provider].authorization.issuer}/token`)),
);
const gateOf = (name: Scene) => gates[names.indexOf(name)] as (typeof gates)[number];
allowOrigins([
  ...gates.map(({ origin }) => origin),
  ...[strict, lenient].flatMap(({ origin, authorization }) => [origin, authorization.origin]),
]);
const { signInOf, signInPeople } = await import("./house");

let database: TestDatabase;
let survivor: Caller;
let stopped: Caller;
const signIns = new Map<Scene, [id: string, person: string]>();
/** What the surviving process was answered, and after how long. */
const after = new Map<Scene, Promise<{ called: Called | null; seconds: number }>>();
const late: Promise<Called | null>[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  for (const name of names) {
    const server = providers[scenes[name].provider];
    const [signIn] = await signInPeople(name, { server, people: 1, gate: gateOf(name) });
    if (signIn) signIns.set(name, signIn);
  }
  const [first, killed, second] = await Promise.all([1, 2, 3].map(() => startCaller(database.choice)));
  if (!first || !killed || !second) throw new Error("There are three.");
  survivor = first;
  stopped = second;

  strict.authorization.expireAccessTokens();
  lenient.authorization.expireAccessTokens();
  for (const name of names) {
    gateOf(name).mode = scenes[name].mode;
    const call = (scenes[name].signal === "SIGKILL" ? killed : stopped).call(idOf(name));
    if (scenes[name].signal === "SIGSTOP") late.push(call);
  }
  await vi.waitFor(async () => {
    expect(names.filter((name) => !isWhereItEnds(name))).toEqual([]);
    expect((await signInOf({ id: idOf("killed after the save") })).version).toBe(2);
  }, 8_000);
  killed.signal("SIGKILL");
  stopped.signal("SIGSTOP");

  const startedAt = Date.now();
  for (const name of names) {
    gateOf(name).mode = "pass";
    gateOf(name).release();
    const seconds = () => (Date.now() - startedAt) / 1_000;
    after.set(
      name,
      survivor.call(idOf(name)).then((called) => ({ called, seconds: seconds() })),
    );
  }
  await Promise.all(after.values());
});

afterAll(async () => {
  stopped.signal("SIGKILL");
  await survivor.end();
  await database.close();
  await Promise.all([...gates, strict, lenient].map((server) => server.close()));
});

test.each<Scene>([
  "killed before the request",
  "killed after the answer, lenient",
  "killed after the save",
  "stopped before the request",
  "stopped before the answer",
])("%s: the sign-in heals within twenty seconds, for the same person", async (name) => {
  const answered = await after.get(name);
  expect(answered?.called).toEqual({ person: expect.stringContaining(personOf(name)), failure: null });
  expect(answered?.seconds).toBeLessThan(20);
  expect((await signInOf({ id: idOf(name) })).status).toBe("connected");
});

test("killed after the answer, strict: the person is told once that it was interrupted, and the provider is left alone", async () => {
  const name = "killed after the answer, strict";
  expect((await after.get(name))?.called?.failure).toMatch(/^sign-in-required/);
  const row = await signInOf({ id: idOf(name) });
  expect(row).toMatchObject({ status: "needsReconnect", credential: null });
  expect(row.reason).toContain("interrupted");

  const asked = gateOf(name).asked();
  for (let index = 0; index < 3; index += 1) {
    expect((await survivor.call(idOf(name)))?.failure).toMatch(/^sign-in-required/);
  }
  expect(gateOf(name).asked()).toBe(asked);
});

test("no request is sent twice without need", () => {
  // One for the sign-in itself, one that was lost where one was, and one by whoever went on.
  expect(gates.map((gate) => gate.asked())).toEqual([3, 3, 3, 2, 3, 3]);
  expect(strict.authorization.reuses()).toBe(1);
  expect(lenient.authorization.reuses()).toBe(0);
});

test("whoever was stopped, woken again, sends nothing and saves nothing", async () => {
  const scenesOfStopped = names.filter((name) => scenes[name].signal === "SIGSTOP");
  const before = await Promise.all(scenesOfStopped.map((name) => signInOf({ id: idOf(name) })));
  stopped.signal("SIGCONT");
  const called = await Promise.all(late);

  const afterwards = await Promise.all(scenesOfStopped.map((name) => signInOf({ id: idOf(name) })));
  expect(afterwards.map(({ credential, version }) => ({ credential, version }))).toEqual(
    before.map(({ credential, version }) => ({ credential, version })),
  );
  expect(scenesOfStopped.map((name) => gateOf(name).asked())).toEqual([3, 3]);
  for (const [index, name] of scenesOfStopped.entries()) {
    expect(called[index]?.person).toContain(personOf(name));
    expect((await survivor.call(idOf(name)))?.failure).toBeNull();
  }
});

function isWhereItEnds(name: Scene): boolean {
  return scenes[name].mode === "pass" || gateOf(name).stuck() === 1;
}

function idOf(name: Scene): string {
  return signIns.get(name)?.[0] ?? "";
}

function personOf(name: Scene): string {
  return signIns.get(name)?.[1] ?? "nobody";
}
