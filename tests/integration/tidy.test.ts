import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { keepTidy } from "@/lib/workspace/tidy";
import { openTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  vi.useRealTimers();
  await database.close();
});

test("counters of strangers who tried to log in are deleted while the console runs, those of today stay", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  await keepTidy();
  const tried = (key: string, hoursAgo: number) => ({
    key,
    count: 1,
    lastRequest: Date.now() - hoursAgo * 3_600_000,
  });
  await db().rateLimit.createMany({ data: [tried("long ago", 30), tried("today", 1)] });
  vi.advanceTimersByTime(6 * 3_600_000);
  await expect
    .poll(async () => (await db().rateLimit.findMany()).map(({ key }) => key), { timeout: 10_000 })
    .toEqual(["today"]);
});
