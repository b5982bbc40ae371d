import "server-only";
import { createPrivateKey, type JsonWebKey, type KeyObject, type webcrypto } from "node:crypto";
import type { PrivateKey } from "openid-client";
import { type Json, parseJson, readText } from "./lenient";

/** Whether what was entered as a client's secret is meant to be a private key. */
export function looksLikePrivateKey(secret: string): boolean {
  return secret.startsWith("-----BEGIN") || secret.startsWith("{");
}

/** Reads a PEM, even one whose line breaks a form has swallowed, or a JWK. Null when it is no key for ES256 or RS256 (RFC 7523 client assertions). */
export function readPrivateKey(text: string): PrivateKey | null {
  const jwk = parseJson(text);
  try {
    // Safe: whatever is in it, the import below judges.
    const key = createPrivateKey(jwk ? { key: jwk as JsonWebKey, format: "jwk" } : pem(text));
    return signingKey(key, jwk);
  } catch {
    return null;
  }
}

function pem(text: string): string {
  const [, label = "", body = ""] = /-----BEGIN ([A-Z ]+)-----([^-]+)-----END/.exec(text) ?? [];
  const lines = body.replace(/\s+/g, "").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function signingKey(key: KeyObject, jwk: Json | null): PrivateKey | null {
  const algorithm = ALGORITHMS[`${key.asymmetricKeyType} ${key.asymmetricKeyDetails?.namedCurve ?? ""}`];
  if (!algorithm) return null;
  const kid = readText(jwk?.kid);
  // Safe: the library means Node's keys; only the two accounts of what else a key may do differ.
  const usable = key.toCryptoKey(algorithm, false, ["sign"]) as PrivateKey["key"];
  return { key: usable, ...(kid && { kid }) };
}

const ALGORITHMS: Record<string, webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams> = {
  "ec prime256v1": { name: "ECDSA", namedCurve: "P-256" },
  "rsa ": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
};
