import "server-only";
import { env } from "@/lib/env";
import { routes } from "@/lib/routes";

/** A place in this console as a path, or the sign-ins page for anything that would lead elsewhere. */
export function toPath(returnTo: string): string {
  if (!returnTo.startsWith("/") || /[\\\p{Cc}]/u.test(returnTo)) return routes.signIns;
  const url = URL.parse(returnTo, env.PATCHBAY_URL);
  return url?.origin === env.PATCHBAY_URL ? `${url.pathname}${url.search}` : routes.signIns;
}
