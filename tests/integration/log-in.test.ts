import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { currentActor } from "@/lib/session/current";
import { changePassword, logIn, logOut } from "@/lib/session/log-in";
import { buildPerson } from "../support/builders";
import { withTestDatabase } from "../support/database";
import { createBrowser } from "../support/request-scope";

vi.mock("next/headers", () => import("../support/request-scope"));

const ada = { email: "ada@example.com", password: "a long enough password" };
const wrong = { ...ada, password: "not her password" };

let userId: string;

withTestDatabase();
beforeAll(async () => {
  const { id } = await db().workspace.create({ data: { name: "Acme" } });
  ({ userId } = await buildPerson(id, "author", ada));
});
beforeEach(async () => {
  await db().session.deleteMany();
  await db().rateLimit.deleteMany();
});
afterEach(() => void vi.useRealTimers());

test("the right password makes this browser somebody", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));

  expect(await browser.visit(currentActor)).toMatchObject({
    kind: "member",
    name: ada.email,
    role: "author",
  });
});

test("an unknown address and a wrong password read the same", async () => {
  const browser = createBrowser();
  const said = async (who: typeof ada) => browser.visit(() => logIn(who)).catch((error) => error.message);

  expect(await said(wrong)).toBe(await said({ ...ada, email: "nobody@example.com" }));
  expect(browser.jar.size).toBe(0);
});

test("logging in ends the session the browser had before", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  const planted = createBrowser();
  for (const [name, value] of browser.jar) planted.jar.set(name, value);

  await browser.visit(() => logIn(ada));

  expect(await planted.visit(currentActor)).toBeNull();
  expect(await browser.visit(currentActor)).not.toBeNull();
});

test("logging out kills the session on the server", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  const copy = createBrowser();
  for (const [name, value] of browser.jar) copy.jar.set(name, value);

  await browser.visit(logOut);

  expect([...browser.jar.keys()]).toEqual(["patchbay.logged_in_before"]);
  expect(await copy.visit(currentActor)).toBeNull();
});

test("a cookie nobody signed is nobody", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  const [name, value] = [...browser.jar][0] ?? ["", ""];
  const forger = createBrowser();
  forger.jar.set(name, `${value.split(".")[0]}.${Buffer.alloc(32).toString("base64")}`);

  expect(await forger.visit(currentActor)).toBeNull();
});

test("a session ends after a week without use, and after thirty days of use", async () => {
  const browser = createBrowser();
  const day = 86_400_000;

  await browser.visit(() => logIn(ada));
  await db().session.updateMany({ data: { updatedAt: new Date(Date.now() - 6.9 * day) } });
  expect(await browser.visit(currentActor)).not.toBeNull();
  await db().session.updateMany({ data: { updatedAt: new Date(Date.now() - 7 * day) } });
  expect(await browser.visit(currentActor)).toBeNull();
  expect(await db().session.count()).toBe(0);

  await browser.visit(() => logIn(ada));
  const [session] = await db().session.findMany();
  expect((session?.expiresAt.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(30 * day);
  await db().session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await browser.visit(currentActor)).toBeNull();
});

test("use is remembered, without moving the day the session ends", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  const longAgo = new Date(Date.now() - 2 * 86_400_000);
  await db().session.updateMany({ data: { updatedAt: longAgo } });
  const before = await db().session.findFirstOrThrow();

  await browser.visit(currentActor);

  const after = await db().session.findFirstOrThrow();
  expect(after.updatedAt.getTime()).toBeGreaterThan(longAgo.getTime());
  expect(after.expiresAt).toEqual(before.expiresAt);
});

test("guessing one person's password slows down to a try a minute, whatever addresses it claims to come from", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const guess = (from: number) => {
    const address = `2001:db8:0:${from.toString(16)}::1`;
    const browser = createBrowser({ "x-forwarded-for": address, "x-real-ip": address });
    return browser.visit(() => logIn(wrong)).catch((error) => error);
  };
  const looked: number[] = [];
  for (let second = 0; second < 200; second += 1) {
    if ((await guess(second)).code === "invalid") looked.push(second);
    vi.advanceTimersByTime(1_000);
  }
  expect(looked).toEqual([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 127, 187]);
});

test("whoever is guessed at still logs in where they have before, and elsewhere after a minute at most", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const own = createBrowser();
  await own.visit(() => logIn(ada));
  await own.visit(logOut);
  for (let guess = 0; guess < 8; guess += 1) {
    await createBrowser()
      .visit(() => logIn(wrong))
      .catch(() => {});
    vi.advanceTimersByTime(60_000);
    await createBrowser()
      .visit(() => logIn(wrong))
      .catch(() => {});
  }

  await own.visit(() => logIn(ada));
  await expect(createBrowser().visit(() => logIn(ada))).rejects.toMatchObject({
    code: "rate-limited",
    message: "Too many tries. Wait 60 seconds, then try again.",
  });
  await expect(
    createBrowser().visit(() => logIn({ ...ada, email: "ben@example.com" })),
  ).rejects.toMatchObject({
    code: "invalid",
  });
  vi.advanceTimersByTime(60_000);
  await createBrowser().visit(() => logIn(ada));
});

test("guesses made at the same moment are counted one by one, and keep nobody else out", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 150 }, () => createBrowser().visit(() => logIn(wrong))),
  );
  const checked = outcomes.filter((one) => one.status === "rejected" && one.reason.code === "invalid");
  expect(checked.length).toBe(5);
  const other = { ...wrong, email: "ben@example.com" };
  await expect(createBrowser().visit(() => logIn(other))).rejects.toMatchObject({ code: "invalid" });
});

test("one's own password can't be guessed at leisure in a browser that was left open", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  const change = () => browser.visit(() => changePassword({ current: "wrong", next: "another long one" }));
  for (let guess = 0; guess < 5; guess += 1)
    await expect(change()).rejects.toMatchObject({ code: "invalid" });
  await expect(change()).rejects.toMatchObject({ code: "rate-limited" });
});

test("getting it right forgives the tries before", async () => {
  const browser = createBrowser();
  for (let round = 0; round < 3; round++) {
    for (let slip = 0; slip < 4; slip++) await browser.visit(() => logIn(wrong)).catch(() => {});
    await browser.visit(() => logIn(ada));
  }
  expect(await browser.visit(currentActor)).not.toBeNull();
});

test("changing the password takes the old one, and logs every other browser out", async () => {
  const here = createBrowser();
  const there = createBrowser();
  await here.visit(() => logIn(ada));
  await there.visit(() => logIn(ada));

  await expect(
    here.visit(() => changePassword({ current: "wrong", next: "another long one" })),
  ).rejects.toMatchObject({
    code: "invalid",
    field: "current",
  });
  await here.visit(() => changePassword({ current: ada.password, next: "another long one" }));

  expect(await here.visit(currentActor)).not.toBeNull();
  expect(await there.visit(currentActor)).toBeNull();
  await expect(there.visit(() => logIn(ada))).rejects.toMatchObject({ code: "invalid" });
  await here.visit(() => changePassword({ current: "another long one", next: ada.password }));
});

test("whoever is removed is nobody at their next request", async () => {
  const browser = createBrowser();
  await browser.visit(() => logIn(ada));
  await db().member.deleteMany({ where: { userId } });
  expect(await browser.visit(currentActor)).toBeNull();
});
