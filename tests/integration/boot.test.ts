import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabase, type DatabaseChoice, db, openDatabase } from "@/lib/db/client";
import { buildWorkspace } from "../support/builders";
import { createTestDatabase } from "../support/database";

// Each start compiles the console from its source.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Ended = { code: number; out: string; err: string };

/** Boots in a process of its own and says how that ended. `up` on its output means it would serve. */
function boot(choice: DatabaseChoice, env: Record<string, string> = {}): Promise<Ended> {
  const { PATCHBAY_KEYS: _keys, DATABASE_URL: _url, ...inherited } = process.env;
  const where =
    choice.kind === "postgres"
      ? { DATABASE_URL: choice.url }
      : { PATCHBAY_DATA: choice.folder, DATABASE_URL: "" };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "--import", "./tests/support/outside-next.ts", "tests/support/boot-process.ts"],
      { env: { ...inherited, NODE_ENV: "production", ...where, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const key = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
const right = key("k1");
let used: DatabaseChoice;
let firstStart: Ended;

beforeAll(async () => {
  used = await createTestDatabase();
  firstStart = await boot(used, { PATCHBAY_KEYS: right, PATCHBAY_URL: "https://patchbay.example" });
});
afterAll(() => closeDatabase());

/** It ended before serving, with one line that says why. */
function expectRefusal({ code, out, err }: Ended, why: RegExp): void {
  expect(err.trim()).toMatch(why);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(out).not.toContain("up");
  expect(code).toBe(1);
}

test("the first start prints the set-up link on the configured address", () => {
  expect(firstStart.out).toMatch(/https:\/\/patchbay\.example\/setup\?token=pbset_\w+/);
  expect(firstStart.out).toContain("up");
  expect(firstStart.code).toBe(0);
});

test("the same key starts it again", async () => {
  expect(await boot(used, { PATCHBAY_KEYS: right })).toMatchObject({
    code: 0,
    out: expect.stringContaining("up"),
  });
});

test("another key, or other bytes under the same name, does not", async () => {
  for (const wrong of [key("k2"), key("k1")]) {
    expectRefusal(await boot(used, { PATCHBAY_KEYS: wrong }), /keys are not the ones/);
  }
});

test("a new key in front of the old one starts it, and stays known when the old one goes", async () => {
  const choice = await createTestDatabase();
  const [old, next] = [key("k1"), key("k2")];
  for (const ring of [old, `${next},${old}`, next]) {
    expect(await boot(choice, { PATCHBAY_KEYS: ring })).toMatchObject({ code: 0 });
  }
});

test("a key that is too short or unreadable is refused, without being repeated", async () => {
  const short = randomBytes(16).toString("base64");
  const [tooShort, unreadable] = await Promise.all([
    boot(used, { PATCHBAY_KEYS: `k1:${short}` }),
    boot(used, { PATCHBAY_KEYS: "not a key" }),
  ]);
  expectRefusal(tooShort, /16 bytes long instead of 32/);
  expect(tooShort.err).not.toContain(short);
  expectRefusal(unreadable, /PATCHBAY_KEYS must read/);
});

test("a server database without a key is refused before it is connected to", async () => {
  const nowhere = { kind: "postgres", url: "postgresql://127.0.0.1:1/patchbay" } as const;
  expectRefusal(await boot(nowhere), /DATABASE_URL is set but PATCHBAY_KEYS is not/);
});

test("a database that can't be reached, and an environment that can't be read, are sentences too", async () => {
  const nowhere = { kind: "postgres", url: "postgresql://127.0.0.1:1/patchbay" } as const;
  const [unreachable, unreadable] = await Promise.all([
    boot(nowhere, { PATCHBAY_KEYS: right }),
    boot(used, { PATCHBAY_KEYS: right, PATCHBAY_URL: "ftp://patchbay.example" }),
  ]);
  expectRefusal(unreachable, /database of DATABASE_URL can't be opened/);
  expectRefusal(unreadable, /PATCHBAY_URL must be an http or https address/);
});

test("certificates can't be switched off in production", async () => {
  const ended = await boot(used, { PATCHBAY_KEYS: right, NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  expect(ended.err).toContain("would accept any certificate");
  expect(ended).toMatchObject({ code: 1, out: "" });
});

test("what ran out is gone after a start, what has not is still there, and no link is printed any more", async () => {
  const choice = await createTestDatabase();
  await openDatabase(choice);
  const { workspaceId, owner } = await buildWorkspace();
  const invite = (email: string, expiresAt: Date) => ({
    workspaceId,
    email,
    role: "member" as const,
    tokenHash: email,
    expiresAt,
  });
  await db().invite.createMany({
    data: [
      invite("old@example.com", new Date(Date.now() - 1)),
      invite("new@example.com", new Date(Date.now() + 60_000)),
    ],
  });
  await db().session.updateMany({
    where: { NOT: { id: owner.kind === "member" ? owner.sessionId : "" } },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  await closeDatabase();

  const { out } = await boot(choice, { PATCHBAY_KEYS: right });

  await openDatabase(choice);
  expect(out.trim()).toBe("up");
  expect((await db().invite.findMany()).map(({ email }) => email)).toEqual(["new@example.com"]);
  expect(await db().session.count()).toBe(1);
});
