import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import { renewLease } from "./claim";
import type { Held } from "./record";

const LOOK_EVERY_MS = 400;
const RENEW_EVERY_MS = 4_000;

/**
 * Looks after a run while it is worked on: keeps it this process's own, and ends
 * the step under way when somebody asks to stop or its person is removed, from
 * whichever process that happens.
 */
export function watchRun(held: Held): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  let renewedAt = Date.now();

  const look = async () => {
    const run = await read(systemPermit("work on a run", "none")).run.findUnique({
      where: { id: held.runId },
      select: { stopAskedAt: true, worker: true, memberId: true },
    });
    if (run?.worker !== held.worker) return controller.abort();
    if (run.stopAskedAt || run.memberId === null) controller.abort();
    if (Date.now() - renewedAt < RENEW_EVERY_MS) return;
    renewedAt = Date.now();
    if (!(await renewLease(held))) controller.abort();
  };
  const stop = repeat(look, LOOK_EVERY_MS);
  return { signal: controller.signal, end: stop };
}

/** Runs `work` again a while after each time it is done. A failure is tried again: the database may be back by then. */
function repeat(work: () => Promise<void>, everyMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const next = () => {
    if (!isOver)
      timer = setTimeout(
        () =>
          void work()
            .catch(() => {})
            .finally(next),
        everyMs,
      );
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
