import "server-only";
import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { redact } from "@/lib/secrets/redact";

/** Writes an unexpected error to the log, without secrets, and returns the short code under which it is found there. */
export function reportBug(error: unknown): string {
  const code = randomBytes(4).toString("hex");
  console.error(redact(`unexpected error ${code}: ${inspect(error, { depth: 4 })}`));
  return code;
}
