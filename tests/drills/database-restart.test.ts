import { afterAll, beforeAll, expect, test } from "vitest";
import { startInternalCrm } from "../fakes/internal-crm";
import { type Postgres, startPostgres } from "../support/postgres";
import { allowOrigins } from "../support/samples";
import { type Caller, startCaller } from "./caller-process";

/** PostgreSQL crashes and comes back while two processes renew two-second tokens at a provider that punishes reuse. */
const server = await startInternalCrm({ authorization: { accessTokenSeconds: 2 } });
allowOrigins([server.origin, server.authorization.origin]);
const { closeDatabase, openDatabase } = await import("@/lib/db/client");
const { signInOf, signInPeople } = await import("./house");

let postgres: Postgres;
let callers: Caller[];
let signIns: Awaited<ReturnType<typeof signInPeople>>;

beforeAll(async () => {
  // A commit that was acknowledged must have been written, as it is wherever nobody has asked for less.
  postgres = await startPostgres({ synchronous_commit: "on" });
  const choice = { kind: "postgres", url: await postgres.createDatabase() } as const;
  await openDatabase(choice);
  signIns = await signInPeople("Restart", { server, people: 20 });
  callers = await Promise.all([1, 2].map(() => startCaller(choice)));
});

afterAll(async () => {
  await Promise.all(callers.map((caller) => caller.end()));
  await closeDatabase();
  await postgres.close();
  await server.close();
});

test("a database that crashes in the middle loses nobody's sign-in", async () => {
  const until = Date.now() + 12_000;
  const storms = callers.map((caller) => caller.storm({ signIns, callers: 50, pauseMs: 500, until }));
  await expect.poll(() => server.authorization.renewals().length, { timeout: 10_000 }).toBeGreaterThan(10);
  await postgres.restart(2);
  const stormed = await Promise.all(storms);

  // A renewal whose lease was lost with the connection is free again after fifteen seconds.
  const calls = signIns.map(async ([id, person], index) => {
    const caller = callers[index % 2];
    await expect
      .poll(async () => (await caller?.call(id))?.person, { timeout: 40_000, interval: 500 })
      .toContain(person);
  });
  await Promise.all(calls);

  const failed = stormed.flatMap(({ failures }) => Object.values(failures));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  console.info(`${sum(stormed.map(({ calls }) => calls))} calls, ${sum(failed)} of them while it was away.`);
  expect(callers.every((caller) => caller.isAlive())).toBe(true);
  expect(server.authorization.reuses()).toBe(0);
  expect(server.authorization.renewals().filter(({ renewed }) => !renewed)).toEqual([]);
  const rows = await Promise.all(signIns.map(([id]) => signInOf({ id })));
  expect(rows.map(({ status }) => status)).toEqual(signIns.map(() => "connected"));
});
