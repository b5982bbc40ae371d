import "server-only";
import { PgBoss } from "pg-boss";
import { jobStore } from "./client";

// Next loads this module once for the boot hook and again for the pages; the global makes them share one queue.
const globals = globalThis as { patchbayJobs?: PgBoss };

/** The job queue, in the same database as everything else. Boot opens it. */
export function jobs(): PgBoss {
  if (!globals.patchbayJobs) throw new Error("The job queue is used before it was opened.");
  return globals.patchbayJobs;
}

/** Opens the queue and its tables. `say` hears what goes wrong between it and the database later. */
export async function openJobs(say: (error: Error) => void): Promise<void> {
  if (globals.patchbayJobs) return;
  const boss = new PgBoss({ ...jobStore(), useListenNotify: true, persistWarnings: false, reindex: false });
  boss.on("error", say);
  await boss.start();
  globals.patchbayJobs = boss;
}

/** Hands out no more work and waits a while for what is under way. */
export async function closeJobs(): Promise<void> {
  const boss = globals.patchbayJobs;
  delete globals.patchbayJobs;
  await boss?.stop({ graceful: true, timeout: STOP_MAX_MS });
}

const STOP_MAX_MS = 3_000;
