import "server-only";
import { isMcpFailure } from "./failure";
import { endSession, openSession, type Session } from "./handshake";
import type { Era, Upstream } from "./upstream";

/**
 * Sessions with upstream servers, one per `upstream.key` and never shared
 * between keys. A session is opened once however many calls wait for it, kept
 * between calls, made again when a server refuses it, closed when idle and, when
 * there are too many, closed longest-unused first. A handshake that nobody waits
 * for is stopped. Nothing here keeps the process alive or holds a socket.
 */
export function createSessionPool(bounds: { idleMs: number; sessionsMax: number }): SessionPool {
  const entries = new Map<string, Entry>();

  function enter(upstream: Upstream): Entry {
    const found = entries.get(upstream.key);
    if (found && found.upstream.url.href === upstream.url.href) {
      found.upstream = { ...upstream, era: found.upstream.era };
      entries.delete(upstream.key);
      entries.set(upstream.key, found);
      found.busy += 1;
      if (found.isExpired) watch(Object.assign(found, open(found.upstream)));
      return found;
    }
    if (found) void close(found);

    const entry: Entry = { upstream, ...open(upstream), busy: 1, idle: undefined };
    entries.set(upstream.key, entry);
    watch(entry);
    closeExcess();
    return entry;
  }

  /** A session that could not be opened is not kept: the next call tries again. */
  function watch(entry: Entry): void {
    const { opening } = entry;
    const opened = () => {
      if (entry.opening === opening) entry.isOpen = true;
    };
    opening.then(opened, () => {
      if (entry.opening === opening) forget(entry);
    });
  }

  /** The server refuses this session; whoever comes next opens another, in the era that is known by then. */
  function expire(entry: Entry, refused: Promise<Session>, era: Era | null): void {
    if (entry.opening !== refused) return;
    entry.upstream = { ...entry.upstream, era };
    entry.isExpired = true;
  }

  function leave(entry: Entry): void {
    entry.busy -= 1;
    if (entries.get(entry.upstream.key) !== entry) return;
    if (entry.busy === 0 && !entry.isOpen) return void close(entry);
    entry.idle ??= setTimeout(() => entry.busy === 0 && close(entry), bounds.idleMs).unref();
    entry.idle.refresh();
  }

  function closeExcess(): void {
    for (const entry of entries.values()) {
      if (entries.size <= bounds.sessionsMax) return;
      if (entry.busy === 0) void close(entry);
    }
  }

  function forget(entry: Entry): void {
    clearTimeout(entry.idle);
    if (entries.get(entry.upstream.key) === entry) entries.delete(entry.upstream.key);
  }

  async function close(entry: Entry): Promise<void> {
    forget(entry);
    if (!entry.isOpen) entry.stop.abort();
    const session = await entry.opening.catch(() => null);
    if (session && !entry.isExpired) await endSession(entry.upstream, session);
  }

  return {
    async use(upstream, signal, work) {
      const entry = enter(upstream);
      const { opening } = entry;
      try {
        return await work(await unlessStopped(opening, signal));
      } catch (error) {
        if (isMcpFailure(error) && error.kind === "session-lost") expire(entry, opening, "2025");
        if (isMcpFailure(error) && error.kind === "wrong-era") expire(entry, opening, null);
        throw error;
      } finally {
        leave(entry);
      }
    },
    async close(key) {
      const entry = entries.get(key);
      if (entry) await close(entry);
    },
    async closeAll() {
      await Promise.all([...entries.values()].map(close));
    },
    size: () => entries.size,
  };
}

export type SessionPool = {
  /** Lends the key's session to `work`, opening it first if need be. Rejects with `signal.reason` when stopped. */
  use<T>(upstream: Upstream, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T>;
  close(key: string): Promise<void>;
  closeAll(): Promise<void>;
  size(): number;
};

/** Ends the session pooled under `key`, if there is one: the sign-in is gone or has changed. */
export async function closeSession(key: string): Promise<void> {
  await sessionPool().close(key);
}

/** Ends every pooled session; for shutting down and for tests. */
export async function closeAllSessions(): Promise<void> {
  await sessionPool().closeAll();
}

/** The process's pool. It hangs on globalThis because a bundler may load this module more than once. */
export function sessionPool(): SessionPool {
  const home = globalThis as typeof globalThis & { [POOL]?: SessionPool };
  home[POOL] ??= createSessionPool({ idleMs: 5 * 60_000, sessionsMax: 1_000 });
  return home[POOL];
}

const POOL = Symbol.for("patchbay.mcp.sessions");

type Entry = {
  /** As last used, so that closing uses the newest credential; its era is what this pool learned. */
  upstream: Upstream;
  opening: Promise<Session>;
  stop: AbortController;
  isOpen: boolean;
  isExpired: boolean;
  busy: number;
  idle: NodeJS.Timeout | undefined;
};

function open(upstream: Upstream): Omit<Entry, "upstream" | "busy" | "idle"> {
  const stop = new AbortController();
  return { opening: openSession(upstream, stop.signal), stop, isOpen: false, isExpired: false };
}

function unlessStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([promise, stopped.promise]).finally(() => signal.removeEventListener("abort", stop));
}
