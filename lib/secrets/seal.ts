import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Failure } from "@/lib/errors";
import { type Keyring, loadKeyring } from "./keyring";
import { registerSecret } from "./redact";

/** What a secret is for. It is authenticated with it, so a sealed text moved to another row can't be opened. */
export type SealContext = { table: string; row: string; purpose: string };

/** Gives `v1.<kid>.<iv>.<ciphertext>.<tag>`, base64url: AES-256-GCM with a random 96-bit IV (SP 800-38D §8.2.2). */
export function seal(plain: string, context: SealContext): string {
  const { kid, bytes } = ring().sealing;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(context, kid));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  registerSecret(plain);
  return ["v1", kid, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/**
 * Opens what `seal` gave, for the same context alone. The value is masked in logs from here on.
 * Throws Failure("unavailable") when the key is missing or the text is not what was sealed for this place.
 */
export function unseal(sealed: string, context: SealContext): string {
  const [, kid, iv, text, tag] = SEALED.exec(sealed) ?? [];
  if (!kid || !iv || text === undefined || !tag) throw damaged();
  const key = ring().keys.get(kid);
  if (!key) {
    throw new Failure(
      "unavailable",
      `This was sealed with the key ${kid}, which this server does not have. Whoever runs it can put the key back.`,
    );
  }

  const decipher = createDecipheriv(ALGORITHM, key.bytes, Buffer.from(iv, "base64url"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(context, kid));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  const plain = opened(decipher, text);
  registerSecret(plain);
  return plain;
}

/** The kid a text is sealed with, so that rotation finds what is left to reseal. Null when it is no sealed text. */
export function kidOf(sealed: string): string | null {
  return SEALED.exec(sealed)?.[1] ?? null;
}

function opened(decipher: ReturnType<typeof createDecipheriv>, text: string): string {
  try {
    return Buffer.concat([decipher.update(text, "base64url"), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): Failure {
  return new Failure("unavailable", "A stored secret can't be opened here. It has to be entered again.", {
    cause,
  });
}

/** A fixed order of fields, so that equal contexts are equal bytes. */
function boundTo({ table, row, purpose }: SealContext, kid: string): Buffer {
  return Buffer.from(JSON.stringify({ kid, purpose, row, table }));
}

function ring(): Keyring {
  loaded ??= loadKeyring();
  return loaded;
}

let loaded: Keyring | null = null;

/** 16 and 22 characters are exactly the IV and the tag: a shorter tag would be easier to forge. */
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{22})$/;
const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
