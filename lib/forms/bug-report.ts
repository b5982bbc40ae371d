import "server-only";
import { randomBytes } from "node:crypto";
import { outageIn } from "@/lib/db/outage";
import { logError } from "@/lib/secrets/log";

/**
 * What a person is told of an error that nobody expected. The log has it, without
 * secrets, under the short code that the sentence ends with; a database that is
 * away is said as such.
 */
export function reportBug(error: unknown): string {
  const code = randomBytes(4).toString("hex");
  logError(`unexpected error ${code}:`, error);
  return (
    outageIn(error)?.message ??
    `Something went wrong on our side. Try again; if it happens again, give your admin the code ${code}.`
  );
}
