import "server-only";
import { Resolver } from "node:dns/promises";
import { EgressFailure } from "./failure";

/**
 * Looks names up over the network and nowhere else: no hosts file, and no search domains that could turn
 * `crm.example.com` into a name inside the cluster. It never waits in the thread pool of `dns.lookup`, where
 * one dead name server holds everybody up.
 */
export function createResolver(servers: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: 1500, tries: 1 });
  if (servers.length > 0) resolver.setServers(servers);
  const answers = new Map<string, Answer>();

  return (name) => {
    const known = answers.get(name);
    if (known && known.until > performance.now()) return known.addresses;

    const addresses = ask(resolver, name);
    remember(answers, name, { addresses, until: performance.now() + POSITIVE_MS });
    addresses.catch(() => answers.delete(name));
    return addresses;
  };
}

/** Gives every address of a name, unchecked, or throws an EgressFailure. */
export type Resolve = (name: string) => Promise<readonly string[]>;

type Answer = { addresses: Promise<readonly string[]>; until: number };

/** A name that has no address and a name that has only private ones read the same from outside. */
export function notPublic(name: string, cause?: unknown): EgressFailure {
  return new EgressFailure("address", `${name} has no address on the public internet.`, { cause });
}

async function ask(resolver: Resolver, name: string): Promise<readonly string[]> {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = [v4, v6].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  if (addresses.length > 0) return addresses;

  const reasons = [v4, v6].flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
  const failed = reasons.find((reason) => !NO_SUCH_NAME.has(reason?.code));
  if (!failed) throw notPublic(name, reasons[0]);
  throw new EgressFailure("dns", `The name ${name} could not be looked up just now.`, { cause: failed });
}

function remember(answers: Map<string, Answer>, name: string, answer: Answer): void {
  const oldest = answers.size >= NAMES_MAX ? answers.keys().next().value : undefined;
  if (oldest !== undefined) answers.delete(oldest);
  answers.set(name, answer);
}

const NO_SUCH_NAME = new Set(["ENOTFOUND", "ENODATA"]);
const POSITIVE_MS = 30_000;
const NAMES_MAX = 1000;
