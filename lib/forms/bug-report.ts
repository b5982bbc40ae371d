import "server-only";
import { randomBytes } from "node:crypto";
import { logError } from "@/lib/secrets/log";

/** Writes an unexpected error to the log, without secrets, and returns the short code under which it is found there. */
export function reportBug(error: unknown): string {
  const code = randomBytes(4).toString("hex");
  logError(`unexpected error ${code}:`, error);
  return code;
}
