import "server-only";
import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";

/**
 * The database does not answer. That passes and is nobody's mistake, so it has a
 * sentence fit for a person or a host; what the driver said is in `cause`, for the
 * log. Not a Failure: what expects one must not take an outage for an outcome.
 */
export class Outage extends Error {
  constructor(cause: unknown) {
    super("Patchbay's database is not answering. Try again in a moment.", { cause });
    this.name = "Outage";
  }
}

/** The Outage in an error or in what caused it, by name: a bundler may load the class more than once in one process. */
export function outageIn(error: unknown): Outage | null {
  for (let at = error, depth = 0; at instanceof Error && depth < CAUSES_MAX; at = at.cause, depth += 1) {
    if (at.name === "Outage") return at;
  }
  return null;
}

const CAUSES_MAX = 8;

/** Throws what a driver has thrown: as an Outage where the database did not answer, else as it is. */
export function throwOutage(error: unknown): never {
  throw isSilence(error) ? new Outage(error) : error;
}

/** Prisma's way to the database, with an outage called one. */
export function sayOutages(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  const connect = async () => {
    const adapter = saying(await factory.connect());
    const start = adapter.startTransaction.bind(adapter);
    const startTransaction: typeof start = async (level) => saying(await start(level).catch(throwOutage));
    return Object.assign(adapter, { startTransaction });
  };
  return { provider, adapterName, connect };
}

function saying<Sender extends Pick<Adapter, "queryRaw" | "executeRaw">>(sender: Sender): Sender {
  const queryRaw = sender.queryRaw.bind(sender);
  const executeRaw = sender.executeRaw.bind(sender);
  return Object.assign(sender, {
    queryRaw: (query: Query) => queryRaw(query).catch(throwOutage),
    executeRaw: (query: Query) => executeRaw(query).catch(throwOutage),
  });
}

type Adapter = Awaited<ReturnType<SqlDriverAdapterFactory["connect"]>>;
type Query = Parameters<Adapter["queryRaw"]>[0];

function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof WebAssembly.RuntimeError || SILENCES.test(error.message)) return true;
  const { kind, originalCode, code } = saidIn(error);
  return KINDS.has(kind) || CODES.test(String(originalCode ?? code));
}

/** Prisma's adapters put what they make of a driver's error, and its code, into the cause of theirs. */
function saidIn(error: Error): { kind?: unknown; originalCode?: unknown; code?: unknown } {
  const said = error.name === "DriverAdapterError" ? error.cause : error;
  return typeof said === "object" && said !== null ? said : {};
}

const KINDS: ReadonlySet<unknown> = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TlsConnectionError",
]);

/** No connection, no room, being shut down or broken (SQLSTATE classes 08, 53, 57P and 58), or a socket's own code. */
const CODES = /^(?:(?:08|53|57P|58)[0-9A-Z]+|E(?:CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)[A-Z]*)$/;

/** What the drivers say without a code. */
const SILENCES =
  /^(?:Connection terminated|Client (?:has encountered|was closed)|timeout exceeded when trying|PGlite is clos)/;
