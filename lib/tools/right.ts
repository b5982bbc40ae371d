import "server-only";
import { type CallRight, holdingRights } from "@/lib/db/call-rights";
import { McpFailure } from "@/lib/mcp/failure";
import { logError } from "@/lib/secrets/log";

/**
 * Makes a call, and ends it once what allowed it is gone: then it rejects with a
 * McpFailure that says so. The database is asked once a second about all calls of
 * this process, so that it does not matter which process took the right away;
 * calls that are over before cost no query.
 */
export async function whileAllowed<T>(
  right: CallRight,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  watched.set(controller, right);
  timer ??= setInterval(() => void endWithdrawn(), INTERVAL_MS);
  try {
    return await call(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new McpFailure("aborted", WITHDRAWN, { cause: error }) : error;
  } finally {
    watched.delete(controller);
    if (watched.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }
}

const WITHDRAWN =
  "This call was ended: the token, the sign-in or the tool it was made with was removed while it ran. The server may have done its work all the same.";
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
