import { type KeyObject, sign, verify } from "node:crypto";

export type Claims = Record<string, unknown>;

/** A JWT signed with ES256. */
export function signJwt(key: KeyObject, header: Claims, claims: Claims): string {
  const text = [{ alg: "ES256", ...header }, claims].map(encoded).join(".");
  const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

/** What a JWT says, or null when it is not signed with this key or has run out. */
export function readJwt(jwt: string, key: KeyObject): { header: Claims; claims: Claims } | null {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) return null;
  const read = { header: decoded(header), claims: decoded(payload) };
  return Number(read.claims["exp"]) > Date.now() / 1000 ? read : null;
}

function encoded(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(text: string): Claims {
  return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
}
