import "server-only";
import { type DatabaseChoice, openDatabase } from "@/lib/db/client";
import { env } from "@/lib/env";
import { loadKeyring } from "@/lib/secrets/keyring";
import { checkKeys } from "./key-check";
import { makeSetUpLink } from "./set-up";
import { closeAtExit } from "./shutdown";
import { keepTidy } from "./tidy";

/**
 * Brings the console up before its first request. Throws an Error with a
 * sentence for the operator when it must not run as it is configured.
 */
export async function boot(): Promise<void> {
  refuseOpenTls();
  // Keys of the environment are read before anything is opened; those of a folder lie inside it, under its lock.
  if (env.DATABASE_URL || env.PATCHBAY_KEYS) loadKeyring();
  await openOrSay(databaseChoice());
  closeAtExit();
  await checkKeys();
  await keepTidy();
  const link = await makeSetUpLink();
  if (link)
    console.log(
      `\nNobody has set up this Patchbay yet. Open this link once to become its owner:\n\n  ${link}\n`,
    );
}

function databaseChoice(): DatabaseChoice {
  if (env.DATABASE_URL) return { kind: "postgres", url: env.DATABASE_URL };
  return { kind: "embedded", folder: env.PATCHBAY_DATA };
}

/** The folder's own sentences are fit to read; a server's errors need to be told what they are about. */
async function openOrSay(choice: DatabaseChoice): Promise<void> {
  try {
    await openDatabase(choice);
  } catch (cause) {
    if (choice.kind === "embedded") throw cause;
    throw new Error(`The database of DATABASE_URL can't be opened: ${reasonOf(cause)}`, { cause });
  }
}

/** A host with several addresses fails with one error for each of them and no message of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

function refuseOpenTls(): void {
  if (env.NODE_ENV !== "production" || env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return;
  throw new Error(
    "NODE_TLS_REJECT_UNAUTHORIZED=0 would accept any certificate from any server. Remove it; for a private authority set NODE_EXTRA_CA_CERTS.",
  );
}
