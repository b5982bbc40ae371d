import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

/** What somebody wants to hear of the requests that a piece of work makes, as it happens. */
export type Listener = {
  /** The address accepted a connection. An open one that is used again says nothing of it. */
  reached(): void;
  /** A request has its connection, encrypted where it has to be, and is being sent. */
  sending(): void;
};

export function listening<Value>(to: Listener, work: () => Value): Value {
  shared.patchbayMoments ??= new AsyncLocalStorage();
  return shared.patchbayMoments.run(to, work);
}

/** Whoever listens to the work at hand. A callback of the pool is nobody's work: ask before it is called. */
export function listener(): Listener | undefined {
  return shared.patchbayMoments?.getStore();
}

/** One for the process, as the pool is: who listens and who tells may be copies of this module. */
const shared = globalThis as typeof globalThis & { patchbayMoments?: AsyncLocalStorage<Listener> };
