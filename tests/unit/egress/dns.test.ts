import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createResolver, type Resolve } from "@/lib/egress/dns";
import { ScriptedDns } from "@/tests/support/scripted-dns";

let dns: ScriptedDns;
let resolve: Resolve;

beforeAll(async () => {
  dns = await ScriptedDns.start();
});
beforeEach(() => {
  dns.asked.length = 0;
  resolve = createResolver([dns.server]);
});
afterAll(() => dns.close());

test("both address families are asked for, under the exact name", async () => {
  dns.answer("both.example.com", ["93.184.216.34", "2606:4700::1"]);

  expect(await resolve("both.example.com")).toEqual(["93.184.216.34", "2606:4700::1"]);
  expect(dns.asked.sort()).toEqual(["A both.example.com", "AAAA both.example.com"]);
});

test("a name with few dots is not completed with a search domain", async () => {
  await expect(resolve("nothing.example.com")).rejects.toThrow();

  expect(new Set(dns.asked)).toEqual(new Set(["A nothing.example.com", "AAAA nothing.example.com"]));
});

test("one family is enough", async () => {
  dns.answer("six.example.com", ["2606:4700::1"]);
  expect(await resolve("six.example.com")).toEqual(["2606:4700::1"]);

  dns.answerTo("A", "half.example.com", ["93.184.216.34"]);
  dns.answerTo("AAAA", "half.example.com", "servfail");
  expect(await resolve("half.example.com")).toEqual(["93.184.216.34"]);
});

test("an answer is remembered for half a minute, and many callers ask once", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  dns.answer("busy.example.com", ["93.184.216.34"], ["93.184.216.35"]);
  await Promise.all(Array.from({ length: 50 }, () => resolve("busy.example.com")));
  expect(dns.asked).toHaveLength(2);

  vi.advanceTimersByTime(29_000);
  expect(await resolve("busy.example.com")).toEqual(["93.184.216.34"]);
  vi.advanceTimersByTime(2000);
  expect(await resolve("busy.example.com")).toEqual(["93.184.216.35"]);
  vi.useRealTimers();
});

test("a failure is not remembered", async () => {
  dns.answer("late.example.com", "servfail", ["93.184.216.34"]);

  await expect(resolve("late.example.com")).rejects.toMatchObject({ kind: "dns" });
  expect(await resolve("late.example.com")).toEqual(["93.184.216.34"]);
});

test("a name that does not exist reads like one that is not public", async () => {
  await expect(resolve("gone.example.com")).rejects.toMatchObject({
    kind: "address",
    message: "gone.example.com has no address on the public internet.",
  });
});

test("a name server that stays silent costs seconds, not minutes, and delays nobody else", async () => {
  dns.answer("good.example.com", ["93.184.216.34"]);
  const dead = Array.from({ length: 8 }, (_, index) => `dead${index}.example.com`);
  for (const name of dead) dns.answer(name, "silence");
  const startedAt = performance.now();
  const given = dead.map(resolve);
  const firstGivenUp = Promise.race(given).catch(() => "one that is silent");
  const waiting = Promise.allSettled(given);

  const answered = resolve("good.example.com").then(() => "the one that answers");
  expect(await Promise.race([answered, firstGivenUp])).toBe("the one that answers");

  const outcomes = await waiting;
  expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.kind)).toEqual(
    dead.map(() => "dns"),
  );
  expect(performance.now() - startedAt).toBeLessThan(4000);
});
