import { randomUUID } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { closeDatabase, type DatabaseChoice, openDatabase } from "@/lib/db/client";
import { closeJobs } from "@/lib/db/jobs";
import { createDatabase } from "./postgres";

export type TestDatabase = { choice: DatabaseChoice; close(): Promise<void> };

/** For the top of a test file: a database from its first test on, closed when everything else of the file is. */
export function withTestDatabase(): void {
  beforeAll(async () => (await openTestDatabase()).close);
}

/**
 * Opens an empty database of its own for the test file that asks, migrated and
 * ready: a copy of the run's embedded one, or with `TEST_DATABASE=postgres` a
 * new one on the run's server. Closing it is polite; the run removes it anyway.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const choice = await createTestDatabase();
  await openDatabase(choice);
  return { choice, close: closeWhenWritten };
}

/** Calls and traces are written in the background. Loaded here, because the console reads its environment only once. */
async function closeWhenWritten(): Promise<void> {
  const { flushCalls } = await import("@/lib/audit/calls");
  const { flushTraces } = await import("@/lib/connections/traces");
  await flushCalls();
  await flushTraces();
  await closeJobs();
  await closeDatabase();
}

/** A database for whoever opens it themselves, such as a test of the boot. */
export async function createTestDatabase(): Promise<DatabaseChoice> {
  if (process.env["TEST_DATABASE"] !== "postgres") return copyTemplate();
  return { kind: "postgres", url: await createDatabase(required("TEST_POSTGRES_URL")) };
}

function copyTemplate(): DatabaseChoice {
  const root = required("TEST_DATABASES");
  const folder = join(root, randomUUID());
  cpSync(join(root, "template", "database"), join(folder, "database"), { recursive: true });
  return { kind: "embedded", folder };
}

function required(name: "TEST_DATABASES" | "TEST_POSTGRES_URL"): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} comes from the run's global set-up: run the integration project.`);
  return value;
}
