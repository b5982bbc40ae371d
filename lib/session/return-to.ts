import "server-only";
import type { Route } from "next";
import { env } from "@/lib/env";
import { routes } from "@/lib/routes";

/** The header in which proxy.ts says which page was asked for. A hint for the way back from the log-in, nothing more. */
export const pathHeader = "x-patchbay-path";

/**
 * Where to go afterwards, as asked for by a link or a form: a page of this
 * console, or else the given one. What leads to another host by any spelling
 * (`//host`, `/\host`, a scheme) is not a page of this console.
 */
export function ownPath(asked: string | null | undefined, otherwise: Route = routes.home): Route {
  if (!asked?.startsWith("/")) return otherwise;
  const url = URL.parse(asked, env.PATCHBAY_URL);
  if (!url || url.origin !== env.PATCHBAY_URL || url.pathname.startsWith("//")) return otherwise;
  // Safe: it is a path of ours; whether a page exists there is for the router to say.
  return `${url.pathname}${url.search}` as Route;
}

/** The log-in page, with the way back. */
export function logInAddress(from: string | null): Route {
  const back = ownPath(from);
  if (back === routes.home) return routes.login;
  return `${routes.login}?returnTo=${encodeURIComponent(back)}` as Route;
}
