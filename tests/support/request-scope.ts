import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "@/lib/env";

/**
 * Stands in for `next/headers` outside Next: a browser with a cookie jar that
 * sends one request at a time. Use it with
 * `vi.mock("next/headers", () => import("../support/request-scope"))`.
 */
export function createBrowser(always: Record<string, string> = {}): TestBrowser {
  const jar = new Map<string, string>();
  return {
    jar,
    visit: (work, extra = {}) => {
      const sent = new Headers({ origin: env.PATCHBAY_URL, ...always, ...extra });
      const cookie = [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
      if (cookie) sent.set("cookie", cookie);
      return scope.run({ sent, jar }, work);
    },
  };
}

export type TestBrowser = {
  jar: Map<string, string>;
  /** Runs `work` as the server's side of one request of this browser. */
  visit<T>(work: () => Promise<T>, headers?: Record<string, string>): Promise<T>;
};

const scope = new AsyncLocalStorage<{ sent: Headers; jar: Map<string, string> }>();

export async function headers(): Promise<Headers> {
  return current().sent;
}

export async function cookies() {
  const { jar } = current();
  return {
    get: (name: string) => {
      const value = jar.get(name);
      return value === undefined ? undefined : { name, value };
    },
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string, options: { maxAge?: number } = {}) => {
      if (options.maxAge === 0) jar.delete(name);
      else jar.set(name, value);
    },
    delete: (name: string) => jar.delete(name),
  };
}

function current() {
  const store = scope.getStore();
  if (!store) throw new Error("A request is read outside of one; wrap the call in browser.visit().");
  return store;
}
