import "server-only";
import { inspect } from "node:util";
import { redact } from "./redact";

/** Tells whoever runs the console what went wrong, with every secret in it masked. Nothing else writes an error to the log. */
export function logError(what: string, error?: unknown): void {
  console.error(redact(error === undefined ? what : `${what} ${inspect(error, { depth: 4 })}`));
}
