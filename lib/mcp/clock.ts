import "server-only";
import { McpFailure } from "./failure";

/** A signal that says why: the caller left, or the time was up. The time in which a person is asked does not count. */
export function startClock(timeoutMs: number, caller: AbortSignal | undefined) {
  const controller = new AbortController();
  const left = () => controller.abort(new McpFailure("aborted", "The call was cancelled."));
  const seconds = Math.max(1, Math.round(timeoutMs / 1_000));
  const late = () =>
    controller.abort(new McpFailure("timeout", `The server did not answer within ${seconds} s.`));
  let timer = setTimeout(late, timeoutMs);
  let startedAt = performance.now();
  let remainsMs = timeoutMs;
  let isStopped = false;

  if (caller?.aborted) left();
  caller?.addEventListener("abort", left, { once: true });
  return {
    signal: controller.signal,
    /** The same work, with the clock standing still meanwhile. */
    whileHeld<Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) {
      return async (...given: Given): Promise<Result> => {
        clearTimeout(timer);
        remainsMs -= performance.now() - startedAt;
        try {
          return await work(...given);
        } finally {
          startedAt = performance.now();
          if (!isStopped) timer = setTimeout(late, remainsMs);
        }
      };
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      caller?.removeEventListener("abort", left);
    },
  };
}
