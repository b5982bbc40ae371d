import "server-only";
import { Agent, type Dispatcher } from "undici";
import { env } from "@/lib/env";
import { operatorAllow } from "./allow";
import { createConnect, type Dial, dialTcp } from "./connect";
import { createResolver } from "./dns";
import { exchange } from "./exchange";
import { EgressFailure } from "./failure";
import type { Limits } from "./limits";
import { nextHop, type Redirects, redirectOf } from "./redirect";
import { outgoing } from "./request";
import { refusalOf, refusalSentences } from "./schema";

export { jsonLimits, type Limits, metadataLimits, streamLimits } from "./limits";

/**
 * The one way out of this process. It takes what `fetch` takes, and `limits`; it gives a global Response whose
 * body streams. It differs from `fetch` where that is safer: addresses are guarded, redirects follow
 * `redirect.ts` whatever `init.redirect` says, and errors are EgressFailures (or the signal's reason).
 */
export const guardedFetch: GuardedFetch = (input, init) => {
  shared.patchbayEgress ??= createAgent({ allow: operatorAllow(), dnsServers: dnsServers() });
  return send(shared.patchbayEgress, operatorAllow(), input, init);
};

export type GuardedFetch = (input: string | URL | Request, init?: GuardedInit) => Promise<Response>;

/** `redirects`: whether to follow them to other origins. What one server says of itself no other can say for it. */
export type GuardedInit = RequestInit & { limits?: Partial<Limits>; redirects?: Redirects };

/** A door with its own pool, for a process or a test that is not configured by the environment. */
export function createEgress(options: EgressOptions): { fetch: GuardedFetch; close(): Promise<void> } {
  const agent = createAgent(options);
  return {
    fetch: (input, init) => send(agent, options.allow, input, init),
    close: () => agent.destroy(),
  };
}

/** `dial` is how a checked address is reached; it cannot make an unchecked one acceptable. */
export type EgressOptions = { allow: readonly string[]; dnsServers: readonly string[]; dial?: Dial };

async function send(
  agent: Dispatcher,
  allow: readonly string[],
  input: string | URL | Request,
  init: GuardedInit = {},
): Promise<Response> {
  let request = await outgoing(input, init);
  const reason = refusalOf(request.url, allow);
  if (reason) throw new EgressFailure("address", refusalSentences[reason]);

  for (let hops = 0; ; hops++) {
    const response = await exchange(agent, request, init.limits ?? {});
    const location = redirectOf(response);
    if (location === null) return response;
    await response.body?.cancel();
    request = nextHop(request, location, { hops, allow, redirects: init.redirects ?? "anywhere" });
  }
}

/**
 * Idle sockets are let go after 4 seconds unless the server promises longer, because a call sent into a socket
 * that is just being closed can't be repeated: common servers close after 5. The cap per origin is generous
 * because each event stream holds a socket. The guard's own timers replace the library's coarse ones.
 */
function createAgent({ allow, dnsServers, dial = dialTcp }: EgressOptions): Agent {
  return new Agent({
    connect: createConnect({ allow, resolve: createResolver(dnsServers), dial }),
    connections: 128,
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 4000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function dnsServers(): readonly string[] {
  return env.PATCHBAY_DNS_SERVERS.split(",")
    .map((server) => server.trim())
    .filter((server) => server !== "");
}

/** One pool for the process, however many copies of this module the bundler makes. */
const shared = globalThis as typeof globalThis & { patchbayEgress?: Agent };
