import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyring-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  rmSync(folder, { recursive: true });
});

const key = (bytes = 32) => randomBytes(bytes).toString("base64");

/** Loads the keyring as a process started with this environment would. */
async function boot(variables: { PATCHBAY_KEYS?: string; DATABASE_URL?: string } = {}) {
  vi.resetModules();
  vi.stubEnv("PATCHBAY_DATA", join(folder, "data"));
  vi.stubEnv("PATCHBAY_KEYS", variables.PATCHBAY_KEYS ?? "");
  vi.stubEnv("DATABASE_URL", variables.DATABASE_URL ?? "");
  const { loadKeyring } = await import("@/lib/secrets/keyring");
  return loadKeyring();
}

test("the first key seals and all of them open", async () => {
  const keyring = await boot({ PATCHBAY_KEYS: `k2:${key()}, k1:${key()},` });

  expect(keyring.sealing.kid).toBe("k2");
  expect([...keyring.keys.keys()]).toEqual(["k2", "k1"]);
});

test("a database server without a key is refused, and nothing is written", async () => {
  await expect(boot({ DATABASE_URL: "postgres://db/patchbay" })).rejects.toThrow(
    /PATCHBAY_KEYS is not\. Set PATCHBAY_KEYS/,
  );
  expect(existsSync(join(folder, "data"))).toBe(false);
});

test.each([
  ["short", `k1:${key(16)}`, "16 bytes long instead of 32"],
  ["long", `k1:${key(64)}`, "64 bytes long instead of 32"],
  ["not base64", "k1:correct horse battery staple", "each key in base64"],
  ["nameless", key(), "each key in base64"],
  ["only a separator", ",", "holds no key"],
  ["named like another", `k1:${key()},k1:${key()}`, "names two keys alike"],
])("a key that is %s is refused with a sentence that does not quote it", async (_what, keys, sentence) => {
  const error: unknown = await boot({ PATCHBAY_KEYS: keys }).catch((thrown: unknown) => thrown);

  expect(String(error)).toContain(sentence);
  expect(String(error)).not.toContain(keys.split(":")[1] ?? "k1");
});

test("the first boot on the embedded database makes a key file only its owner can read, and later boots use it", async () => {
  const first = await boot();
  const second = await boot();

  expect(second.sealing.bytes.equals(first.sealing.bytes)).toBe(true);
  expect(readdirSync(join(folder, "data"))).toEqual(["keys"]);
  expect(statSync(join(folder, "data", "keys")).mode & 0o777).toBe(0o600);
});

test("a key file that another process makes in the meantime is used, not replaced", async () => {
  const first = await boot();
  const absentAtFirst = vi.fn(readFileSync).mockImplementationOnce(() => {
    throw Object.assign(new Error("not there yet"), { code: "ENOENT" });
  });
  vi.doMock("node:fs", async (original) => ({ ...(await original<object>()), readFileSync: absentAtFirst }));
  const second = await boot();
  vi.doUnmock("node:fs");

  expect(absentAtFirst).toHaveBeenCalledTimes(2);
  expect(second.sealing.bytes.equals(first.sealing.bytes)).toBe(true);
  expect(readdirSync(join(folder, "data"))).toEqual(["keys"]);
});

test.each([
  ["damaged", "k1:tooshort"],
  ["empty", ""],
])("a key file that is %s stops the boot instead of being replaced", async (_what, content) => {
  await boot();
  const file = join(folder, "data", "keys");
  writeFileSync(file, content);

  await expect(boot()).rejects.toThrow(`The key file ${file}`);
  expect(readFileSync(file, "utf8")).toBe(content);
});

test.skipIf(process.getuid?.() === 0)("a key file that can't be read stops the boot", async () => {
  await boot();
  chmodSync(join(folder, "data", "keys"), 0);

  await expect(boot()).rejects.toThrow("can't be read");
});
