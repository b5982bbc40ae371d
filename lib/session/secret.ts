import "server-only";
import { hkdfSync } from "node:crypto";
import { loadKeyring } from "@/lib/secrets/keyring";

/**
 * What session cookies are signed with. It comes from the key that seals, so
 * there is one thing to keep and to rotate; a new sealing key logs everyone out.
 */
export function sessionSecret(): string {
  const { sealing } = loadKeyring();
  const secret = hkdfSync("sha256", sealing.bytes, "", "patchbay session cookies", 32);
  return Buffer.from(secret).toString("base64url");
}
