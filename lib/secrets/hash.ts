import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** What is stored of a token: SHA-256 in hex. A token is random enough that no salt or slow hash is needed. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** `prefix`, 32 random bytes in base62, and a checksum by which a mistyped or foreign token is known unasked. */
export function newToken(prefix: string): string {
  const body = base62(BigInt(`0x${randomBytes(32).toString("hex")}`), BODY_LENGTH);
  return `${prefix}${body}${checksum(prefix + body)}`;
}

/** Whether `text` was made by `newToken` with this prefix. Says nothing about whether it is still good. */
export function looksLikeToken(text: string, prefix: string): boolean {
  if (text.length !== prefix.length + BODY_LENGTH + CHECKSUM_LENGTH || !text.startsWith(prefix)) return false;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return /^[0-9A-Za-z]+$/.test(text.slice(prefix.length)) && checksum(body) === text.slice(-CHECKSUM_LENGTH);
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, "0");
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BODY_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
