import "server-only";
import { type CallRight, holdingRights } from "@/lib/db/call-rights";
import { logError } from "@/lib/secrets/log";

/**
 * Ends a call under way once what allowed it is gone. The database is asked once
 * a second about all calls of this process, so that it does not matter which
 * process took the right away; calls that are over before cost no query.
 */
export function watchRight(right: CallRight): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  watched.set(controller, right);
  timer ??= setInterval(() => void endWithdrawn(), INTERVAL_MS);
  return {
    signal: controller.signal,
    done() {
      watched.delete(controller);
      if (watched.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

const INTERVAL_MS = 1_000;
const watched = new Map<AbortController, CallRight>();
let timer: NodeJS.Timeout | undefined;
let isLooking = false;

/** While the database can't be asked, calls go on; the next answer decides. */
async function endWithdrawn(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  try {
    const calls = [...watched];
    const holding = await holdingRights(calls.map(([, right]) => right));
    for (const [position, [controller]] of calls.entries()) {
      if (!holding.has(position)) controller.abort(new Error("What allowed this call was removed."));
    }
  } catch (error) {
    logError("Whether calls under way are still allowed could not be looked up.", error);
  } finally {
    isLooking = false;
  }
}
