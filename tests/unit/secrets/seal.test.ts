import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/errors";
import { cpuMs } from "../../support/cpu-ms";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const newKey = () => randomBytes(32).toString("base64");
const [k1, k2] = [newKey(), newKey()];
const place = { table: "sign_in", row: "row-1", purpose: "tokens" };

/** The module as a process started with these keys has it. */
async function processWith(keys: string) {
  vi.resetModules();
  vi.stubEnv("PATCHBAY_KEYS", keys);
  return import("@/lib/secrets/seal");
}

/** `Failure` of a freshly loaded module is another class, so what counts is what a person would be told. */
function refusalOf(open: () => string): Partial<Failure> | string {
  try {
    return open();
  } catch (error) {
    return error instanceof Error ? { code: (error as Failure).code, message: error.message } : String(error);
  }
}

test("whatever is sealed comes back, and never looks the same twice", async () => {
  const { seal, unseal } = await processWith(`k1:${k1}`);

  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (plain) => {
      const sealed = seal(plain, place);
      expect(unseal(sealed, place)).toBe(Buffer.from(plain).toString());
      expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
      expect(seal(plain, place)).not.toBe(sealed);
    }),
  );
});

test("a sealed text moved to another table, row or purpose can't be opened", async () => {
  const { seal, unseal } = await processWith(`k1:${k1}`);
  const sealed = seal("token", place);

  for (const elsewhere of [{ table: "connection" }, { row: "row-2" }, { purpose: "key" }]) {
    expect(refusalOf(() => unseal(sealed, { ...place, ...elsewhere }))).toMatchObject({
      code: "unavailable",
    });
  }
});

test("fields of a context can't be shifted into one another", async () => {
  const { seal, unseal } = await processWith(`k1:${k1}`);
  const sealed = seal("token", { table: "a", row: 'b","table":"c', purpose: "d" });

  expect(refusalOf(() => unseal(sealed, { table: "c", row: "b", purpose: "d" }))).toMatchObject({
    code: "unavailable",
  });
});

test("a sealed text that was changed anywhere can't be opened", async () => {
  const { seal, unseal } = await processWith(`k1:${k1}`);
  const sealed = seal("the token of somebody", place);
  const [version, kid, ...parts] = sealed.split(".");

  for (const [index, part] of parts.entries()) {
    const bytes = Buffer.from(part, "base64url");
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes)
        .fill(byte ^ 1, at, at + 1)
        .toString("base64url");
      const text = [version, kid, ...parts.with(index, changed)].join(".");
      expect(refusalOf(() => unseal(text, place))).toMatchObject({ code: "unavailable" });
    }
  }
});

test.each([
  "",
  "plain text",
  "v1.k1..",
  "v2.k1.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
  "v1.k1.AAAAAAAAAAAAAAAA.AAAA.AAAA",
])("%j was never sealed and is not given back", async (text) => {
  const { unseal } = await processWith(`k1:${k1}`);
  expect(refusalOf(() => unseal(text, place))).toMatchObject({
    code: "unavailable",
    message: "A stored secret can't be opened here. It has to be entered again.",
  });
});

test("after a rotation old texts open, new ones use the new key, and the old key can go once all is resealed", async () => {
  const before = await processWith(`k1:${k1}`);
  const old = before.seal("token", place);

  const during = await processWith(`k2:${k2},k1:${k1}`);
  expect(during.unseal(old, place)).toBe("token");
  expect(during.kidOf(old)).toBe("k1");
  const resealed = during.seal(during.unseal(old, place), place);
  expect(during.kidOf(resealed)).toBe("k2");

  const after = await processWith(`k2:${k2}`);
  expect(after.unseal(resealed, place)).toBe("token");
  expect(refusalOf(() => after.unseal(old, place))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("the key k1, which this server does not have"),
  });
});

test("another key of the same name opens nothing", async () => {
  const sealed = (await processWith(`k1:${k1}`)).seal("token", place);
  const { unseal } = await processWith(`k1:${k2}`);

  expect(refusalOf(() => unseal(sealed, place))).toMatchObject({ code: "unavailable" });
});

test("sealing is quick enough for every call", async () => {
  const { seal, unseal } = await processWith(`k1:${k1}`);
  const ms = cpuMs(() => {
    for (let call = 0; call < 1000; call++)
      unseal(seal("a token of ordinary length, as they are", place), place);
  });

  expect(ms).toBeLessThan(1000);
});

test("a failure is one of ours", async () => {
  vi.stubEnv("PATCHBAY_KEYS", `k1:${k1}`);
  vi.resetModules();
  const { Failure: Ours } = await import("@/lib/errors");
  const { unseal } = await import("@/lib/secrets/seal");

  expect(() => unseal("x", place)).toThrow(Ours);
  expect(Failure.name).toBe(Ours.name);
});
