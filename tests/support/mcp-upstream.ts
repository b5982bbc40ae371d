import { randomUUID } from "node:crypto";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { createEgress } from "@/lib/egress/fetch";
import type { Era, Upstream } from "@/lib/mcp/upstream";

/** An upstream without a credential, reached through a guard that lets this one loopback address be private. */
export function upstreamTo(
  url: string,
  known: { era?: Era; key?: string; fetch?: GuardedFetch } = {},
): Upstream {
  return {
    key: known.key ?? randomUUID(),
    url: new URL(url),
    era: known.era ?? null,
    fetch: known.fetch ?? fetchTo(url),
  };
}

export function fetchTo(url: string): GuardedFetch {
  return createEgress({ allow: [new URL(url).host], dnsServers: [] }).fetch;
}
