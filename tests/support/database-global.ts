import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabase, openDatabase } from "@/lib/db/client";

/**
 * Prepares one embedded database per run. Making one takes seconds, a copy of a
 * finished one opens in a quarter of a second, so every test file gets a copy.
 * The folder reaches the tests as `TEST_DATABASES`.
 */
export default async function setup(): Promise<() => void> {
  const root = mkdtempSync(join(tmpdir(), "patchbay-tests-"));
  process.env["TEST_DATABASES"] = root;
  await openDatabase({ kind: "embedded", folder: join(root, "template") });
  await closeDatabase();
  return () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}
