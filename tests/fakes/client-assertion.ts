import { type KeyObject, verify } from "node:crypto";

/** Whether a client proves who it is with a JWT of its own (RFC 7523 §3): signed, about itself, for this server, for now. */
export function isOwnAssertion(
  assertion: string,
  expected: { clientId: string; issuer: string; publicKey: KeyObject },
): boolean {
  const [header = "", payload = "", signature = ""] = assertion.split(".");
  const { iss, sub, aud, exp, jti } = claimsOf(payload);
  const isAboutItself = iss === expected.clientId && sub === expected.clientId;
  const isForHere = aud === expected.issuer && (exp ?? 0) > Date.now() / 1000 && typeof jti === "string";
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: expected.publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return isAboutItself && isForHere && isSigned;
}

/** Whom an assertion claims to be about. */
export function subjectOf(assertion: string): string {
  return claimsOf(assertion.split(".")[1] ?? "").sub ?? "";
}

type Claims = { iss?: string; sub?: string; aud?: string; exp?: number; jti?: string };

function claimsOf(payload: string): Claims {
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
