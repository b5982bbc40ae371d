import "server-only";
import { randomUUID } from "node:crypto";
import { systemPermit } from "@/lib/access/actor";
import { databaseKind } from "@/lib/db/client";
import { openJobs } from "@/lib/db/jobs";
import { read } from "@/lib/db/read";
import { logError } from "@/lib/secrets/log";
import { drainFirst } from "@/lib/workspace/shutdown";
import { dropLeases, lyingIdle } from "./claim";
import { expireApprovals } from "./decide";
import { startDue } from "./due";
import { leaveQueue, openQueue, sendRun, workOffRuns } from "./queue";
import { workOn } from "./work";

const SWEEP_EVERY_MS = 5_000;

type Worker = { drain: AbortController; underWay: Set<Promise<void>>; sweep: NodeJS.Timeout };

// Next loads this module once for the boot hook and again for the pages; the global makes shutdown see the worker.
const globals = globalThis as { patchbayWorker?: Worker };

/** From here on this process takes up runs, and looks after those that were left lying. */
export async function startWorker(): Promise<void> {
  await openJobs(sayError);
  await openQueue();
  if (databaseKind() === "embedded") await dropLeases();
  drainFirst(stopWorker);
  const name = randomUUID();
  const drain = new AbortController();
  const underWay = new Set<Promise<void>>();
  await workOffRuns(async (runId) => {
    if (drain.signal.aborted) return;
    const work = workOn(runId, name, drain.signal).finally(() => underWay.delete(work));
    underWay.add(work);
    await work;
  });
  const sweep = setInterval(() => void sweepRuns().catch(sayError), SWEEP_EVERY_MS);
  sweep.unref();
  globals.patchbayWorker = { drain, underWay, sweep };
  await sweepRuns();
}

/** Takes up nothing new and puts down what is under way at the next step; another process goes on with it. */
export async function stopWorker(): Promise<void> {
  const worker = globals.patchbayWorker;
  delete globals.patchbayWorker;
  if (!worker) return;
  clearInterval(worker.sweep);
  worker.drain.abort();
  await leaveQueue();
  await Promise.allSettled(worker.underWay);
}

/** A process that died leaves its runs with a lease that ends and approvals that nobody denies. */
export async function sweepRuns(): Promise<void> {
  await startDue();
  await expireApprovals();
  const abandoned = await read(systemPermit("work on a run", "none")).run.findMany({
    where: lyingIdle(new Date()),
    select: { id: true, memberId: true },
    orderBy: { createdAt: "asc" },
    take: 100,
  });
  for (const run of abandoned) await sendRun(run);
}

function sayError(error: unknown): void {
  logError("Looking after runs failed; it is tried again.", error);
}
