import type { DatabaseChoice } from "@/lib/db/client";
import { type Child, startChild } from "./child";

export type Ask = { do: "call"; signInId: string } | ({ do: "storm" } & Storm);

/** `signIns` are ids with the person each belongs to at the provider. */
export type Storm = {
  signIns: [id: string, person: string][];
  callers: number;
  pauseMs: number;
  until: number;
};

export type Called = { person: string | null; failure: string | null };

export type Stormed = { calls: number; failures: Record<string, number> };

/** A console process of its own, which calls when it is told to. */
export type Caller = Pick<Child, "signal" | "isAlive" | "end"> & {
  /** Resolves with null when the process ends before it could answer. */
  call(signInId: string): Promise<Called | null>;
  storm(storm: Storm): Promise<Stormed>;
};

export async function startCaller(choice: DatabaseChoice): Promise<Caller> {
  const { ask, signal, isAlive, end } = await startChild("tests/drills/caller.ts", choice);
  return {
    call: (signInId) => ask<Called>({ do: "call", signInId } satisfies Ask),
    async storm(storm) {
      const stormed = await ask<Stormed>({ do: "storm", ...storm } satisfies Ask);
      if (!stormed) throw new Error("The process ended in the middle.");
      return stormed;
    },
    signal,
    isAlive,
    end,
  };
}
