import type { RunEvent } from "@/lib/runs/schema";

/**
 * A run whose message names a moment gets stuck there: right before its event of
 * that name is stored for the first time, or right after. What ends the process
 * meanwhile ends it at exactly that moment.
 */
export type Moment = `${"" | "stopped "}${RunEvent["name"]} ${"before" | "after"}`;

type Stored = { data: { runId: string; position: number; event: RunEvent } };
type Events = {
  create(stored: Stored): Promise<unknown>;
  findFirst(what: { where: { runId: string; position: 0 } }): Promise<{ event: RunEvent } | null>;
};
type Transaction = { runEvent: Events };
type Transact = (work: (tx: Transaction) => Promise<unknown>, options: unknown) => Promise<unknown>;
type Client = Transaction & { $transaction: Transact };

class Stuck extends Error {
  constructor(readonly moment: string) {
    super();
  }
}

/** Puts itself between the open database and whoever commits to it. */
export function stickAt(moments: readonly string[]): Sticking {
  // Safe: the database is open, and this is how the console keeps it.
  const open = (globalThis as unknown as { patchbayDatabase: { prisma: Client } }).patchbayDatabase;
  const { prisma } = open;
  const going = Promise.withResolvers<void>();
  const left = new Set(moments);
  const stuck = new Set<string>();
  const named = new Map<string, string>();
  const begun = new Set<string>();

  const messageOf = async (events: Events, runId: string) => {
    const first = await events.findFirst({ where: { runId, position: 0 } });
    return first?.event.name === "run.queued" ? first.event.message : "";
  };
  const momentOf = async (events: Events, { runId, event }: Stored["data"], when: "before" | "after") => {
    if (event.name === "run.queued" && when === "before") return null;
    const moment = named.get(runId) ?? (await messageOf(events, runId));
    named.set(runId, moment);
    return left.has(moment) && moment.endsWith(`${event.name} ${when}`) ? moment : null;
  };
  const standStill = async (moment: string) => {
    stuck.add(moment);
    await going.promise;
    left.delete(moment);
  };
  const transact: Transact = async (work, options) => {
    const stored: Stored["data"][] = [];
    const create = (tx: Transaction) => async (one: Stored) => {
      const moment = await momentOf(tx.runEvent, one.data, "before");
      if (moment) throw new Stuck(moment);
      stored.push(one.data);
      return tx.runEvent.create(one);
    };
    try {
      const value = await prisma.$transaction(
        (tx) => work(instead(tx, "runEvent", (events) => instead(events, "create", () => create(tx)))),
        options,
      );
      for (const one of stored) {
        const moment = await momentOf(prisma.runEvent, one, "after");
        if (one.event.name === "run.started") begun.add(named.get(one.runId) ?? "");
        if (moment) await standStill(moment);
      }
      return value;
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      await standStill(error.moment);
      return transact(work, options);
    }
  };
  open.prisma = instead(prisma, "$transaction", () => transact);
  return { stuck: () => [...stuck], begun: () => [...begun], goOn: () => going.resolve() };
}

export type Sticking = {
  stuck(): string[];
  /** The messages of the runs that this process began to work on. */
  begun(): string[];
  goOn(): void;
};

/** The same object with one thing of it replaced. */
function instead<T extends object, Key extends keyof T>(
  whole: T,
  key: Key,
  make: (part: T[Key]) => T[Key],
): T {
  return new Proxy(whole, {
    get: (target, asked) => (asked === key ? make(target[key]) : Reflect.get(target, asked, target)),
  });
}
