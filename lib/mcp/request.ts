import "server-only";
import type { Ask } from "./ask";
import { startClock } from "./clock";
import { exchange } from "./exchange";
import { isMcpFailure, type McpFailure } from "./failure";
import type { Session } from "./handshake";
import { sessionPool } from "./sessions";
import type { JsonObject, Upstream } from "./upstream";

/**
 * Sends one request over the key's session and gives the raw result. A session
 * the server has forgotten is made again, and an era that was remembered wrongly
 * is found out again; in both cases, and in no other, the request is sent a
 * second time, because the server refused it before running it.
 * Rejects with a Failure.
 */
export async function request(upstream: Upstream, ask: Request): Promise<Answer> {
  const clock = startClock(ask.timeoutMs, ask.signal);
  const { respond } = ask;
  const held = respond && { respond: clock.whileHeld(respond) };
  const attempt = (mayHeal: boolean) =>
    sessionPool().use(upstream, clock.signal, async (session) => {
      const result = await exchange(upstream, session, { ...ask, ...held, signal: clock.signal, mayHeal });
      return { result, session };
    });

  try {
    return await attempt(true).catch((error: unknown) => {
      if (isMcpFailure(error) && healing.has(error.kind)) return attempt(false);
      throw error;
    });
  } finally {
    clock.stop();
  }
}

export type Request = Omit<Ask, "signal" | "mayHeal"> & { signal?: AbortSignal | undefined };

export type Answer = { result: JsonObject; session: Session };

const healing: ReadonlySet<McpFailure["kind"]> = new Set(["session-lost", "wrong-era"]);
