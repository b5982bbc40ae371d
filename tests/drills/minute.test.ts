import { afterAll, beforeAll, test } from "vitest";
import { faults } from "../fakes/authorization-faults";
import { startInternalCrm } from "../fakes/internal-crm";
import { openTestDatabase, type TestDatabase } from "../support/database";
import { allowOrigins } from "../support/samples";
import { type Caller, startCaller } from "./caller-process";

/**
 * One minute, two drills at once: a provider whose tokens last two seconds, and
 * one that is down. Both rotate refresh tokens and end a sign-in whose refresh
 * token comes back. `DRILL_SECONDS` makes the minute shorter.
 */
const SECONDS = Number(process.env["DRILL_SECONDS"] ?? 60);
const SIGN_INS = 20;
const TOKEN_SECONDS = 2;

const [brief, down] = await Promise.all([
  startInternalCrm({ authorization: { accessTokenSeconds: TOKEN_SECONDS } }),
  startInternalCrm(),
]);
allowOrigins([brief, down].flatMap(({ origin, authorization }) => [origin, authorization.origin]));
const { db } = await import("@/lib/db/client");
const { signInOf, signInPeople } = await import("./house");

let database: TestDatabase;
let callers: Caller[];
let signIns: Awaited<ReturnType<typeof signInPeople>>;
let orphans: Awaited<ReturnType<typeof signInPeople>>;

beforeAll(async () => {
  database = await openTestDatabase();
  signIns = await signInPeople("Brief", { server: brief, people: SIGN_INS });
  orphans = await signInPeople("Down", { server: down, people: 3 });
  callers = await Promise.all([1, 2, 3].map(() => startCaller(database.choice)));
});

afterAll(async () => {
  await Promise.all(callers.map((caller) => caller.end()));
  await database.close();
  await Promise.all([brief.close(), down.close()]);
});

test.concurrent("two processes of fifty callers each renew twenty sign-ins once for each token, and no call fails", async ({
  expect,
}) => {
  const [one, other] = callers;
  const until = Date.now() + SECONDS * 1_000;
  const storm = { signIns, callers: 50, pauseMs: 1_000, until };
  const stormed = await Promise.all([one?.storm(storm), other?.storm(storm)]);

  const calls = stormed.reduce((sum, one) => sum + (one?.calls ?? 0), 0);
  const renewals = brief.authorization.renewals();
  console.info(`${calls} calls, ${renewals.length} renewals in ${SECONDS} s.`);
  expect(stormed.map((one) => one?.failures)).toEqual([{}, {}]);
  expect(brief.authorization.reuses()).toBe(0);
  expect(renewals.filter(({ renewed }) => !renewed)).toEqual([]);

  // Each renewal was saved once, and each token was renewed when it was due and not before.
  const rows = await Promise.all(signIns.map(([id]) => signInOf({ id })));
  expect(rows.map(({ status }) => status)).toEqual(signIns.map(() => "connected"));
  expect(rows.reduce((sum, { version }) => sum + version - 1, 0)).toBe(renewals.length);
  expect(Math.min(...gapsOf(renewals))).toBeGreaterThanOrEqual((TOKEN_SECONDS * 1_000) / 2 - 5);
  // And there was something to it, even on a busy machine.
  expect(renewals.length).toBeGreaterThan((SIGN_INS * SECONDS) / TOKEN_SECONDS / 4);
  expect(calls).toBeGreaterThan(SECONDS * 10);
});

test.concurrent("a provider that answers 503 for a minute needs no person", async ({ expect }) => {
  const caller = callers[2];
  down.authorization.break(faults.tokenDown);
  down.authorization.expireAccessTokens();
  const until = Date.now() + SECONDS * 1_000;
  while (Date.now() < until) {
    for (const [id] of orphans) {
      expect((await caller?.call(id))?.failure).toMatch(/^unavailable: .*Try again later/);
      expect((await signInOf({ id })).status).toBe("unavailable");
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const asked = down.authorization.seen("token").filter(({ body }) => body.includes("refresh_token"));
  expect(asked.length).toBeLessThan(orphans.length * 12);

  down.authorization.heal();
  for (const [id, person] of orphans) {
    await expect
      .poll(async () => (await caller?.call(id))?.person, { timeout: 40_000, interval: 500 })
      .toContain(person);
    expect((await signInOf({ id })).status).toBe("connected");
  }
  expect(await db().auditEvent.count({ where: { name: "signIn.needsReconnect" } })).toBe(0);
});

/** Milliseconds between one renewal of a sign-in and the next. */
function gapsOf(renewals: readonly { person: string; at: number }[]): number[] {
  const last = new Map<string, number>();
  return renewals.flatMap(({ person, at }) => {
    const before = last.get(person);
    last.set(person, at);
    return before === undefined ? [] : [at - before];
  });
}
