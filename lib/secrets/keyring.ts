import "server-only";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/env";

/**
 * The keys that seal secrets. The first one seals, all of them open, so a new key is put in front and the old
 * one dropped once nothing is sealed with it. There is no default key and no way to go on without one.
 */
export type Keyring = { sealing: Key; keys: ReadonlyMap<string, Key> };

export type Key = { kid: string; bytes: Buffer };

/**
 * PATCHBAY_KEYS, else, for the embedded database alone, a key file beside the data that the first boot makes.
 * Throws a plain Error with a sentence for the operator when there is no usable key.
 */
export function loadKeyring(): Keyring {
  if (env.PATCHBAY_KEYS) return parseKeyring(env.PATCHBAY_KEYS, "PATCHBAY_KEYS");
  if (env.DATABASE_URL) {
    throw new Error(
      "DATABASE_URL is set but PATCHBAY_KEYS is not. Set PATCHBAY_KEYS to a key such as " +
        "k1:$(openssl rand -base64 32) and keep it apart from the database.",
    );
  }
  const file = join(env.PATCHBAY_DATA, "keys");
  return parseKeyring(readKeyFile(file) ?? createKeyFile(file), `The key file ${file}`);
}

/** Reads `kid:base64,kid:base64`. `source` starts the sentence when it can't be read; keys are never quoted. */
function parseKeyring(text: string, source: string): Keyring {
  const keys = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => parseKey(entry, source));
  const [sealing] = keys;
  if (!sealing) throw new Error(`${source} holds no key.`);

  const byKid = new Map(keys.map((key) => [key.kid, key]));
  if (byKid.size < keys.length) throw new Error(`${source} names two keys alike.`);
  return { sealing, keys: byKid };
}

function parseKey(entry: string, source: string): Key {
  const [, kid, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
  if (!kid || !base64) throw new Error(`${source} must read name:key,name:key, each key in base64.`);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== KEY_BYTES) {
    throw new Error(
      `${source} holds the key ${kid}, which is ${bytes.length} bytes long instead of ${KEY_BYTES}.`,
    );
  }
  return { kid, bytes };
}

function readKeyFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw new Error(`The key file ${file} can't be read.`, { cause: error });
  }
}

/** The file appears whole or not at all, and never in place of one that another process has just made. */
function createKeyFile(file: string): string {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(/* turbopackIgnore: true */ draft, "wx", 0o600);
  writeSync(descriptor, `k1:${randomBytes(KEY_BYTES).toString("base64")}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw new Error(`The key file ${file} can't be made.`, { cause: error });
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, "utf8");
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

const KEY_BYTES = 32;
