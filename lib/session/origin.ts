import "server-only";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";

/**
 * Throws `forbidden` unless a request that changes something was sent by one of
 * our own pages. Browsers name the sender in `Origin` (RFC 6454 §7.2) on every
 * such request; none, `null` or another one is refused, and no forwarded header
 * is believed about who we are.
 */
export function requireOwnOrigin(request: Headers): void {
  if (isOwnOrigin(request)) return;
  throw new Failure(
    "forbidden",
    `This page was not opened at ${env.PATCHBAY_URL}. Open Patchbay there and try again.`,
  );
}

export function isOwnOrigin(request: Headers): boolean {
  return request.get("origin") === env.PATCHBAY_URL;
}
