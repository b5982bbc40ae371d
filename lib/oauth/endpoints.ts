import "server-only";
import { operatorAllow } from "@/lib/egress/allow";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { checkServerUrl } from "@/lib/egress/schema";
import { OAuthFailure } from "./failure";
import { sentences } from "./sentences";

/** How the protocol reaches the world: the guarded fetch, and the operator's `host:port` list (by default, the configured one). */
export type Reach = { fetch: GuardedFetch; allow?: readonly string[] | undefined };

/** Only an https address with a public name, or one the operator lists, may take part in a sign-in. */
export function isAllowedEndpoint(url: string, allow: readonly string[] = operatorAllow()): boolean {
  return checkServerUrl(url, allow).ok;
}

/** Throws unless `url` may take part in a sign-in. `what` names it in the sentence: "sign-in page". */
export function requireEndpoint(what: string, url: string, allow: readonly string[] | undefined): void {
  if (isAllowedEndpoint(url, allow)) return;
  throw new OAuthFailure("insecure-endpoint", sentences.unsafeEndpoint(what));
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "unknown";
}
