import type { DatabaseChoice } from "@/lib/db/client";
import { type Child, startChild } from "./child";
import type { Moment } from "./moments";

export type Ask =
  | { do: "start"; memberId: string; assignmentId: string; message: string }
  | { do: "stop"; memberId: string; runId: string }
  | { do: "tend"; memberId: string }
  | { do: "go on" };

/** The moments that runs are stuck at in this process, the runs it began, and how many have not ended anywhere. */
export type Tended = { stuck: string[]; begun: string[]; open: number };

/** A console process of its own that works on runs; those that name one of `moments` get stuck there. */
export async function startRunner(choice: DatabaseChoice, moments: readonly Moment[] = []): Promise<Runner> {
  const env = { DRILL_MOMENTS: JSON.stringify(moments) };
  const child = await startChild("tests/drills/runner.ts", choice, env);
  return { ...child, tell: (ask) => child.ask(ask) };
}

export type Runner = Omit<Child, "ask"> & { tell<Answer>(ask: Ask): Promise<Answer | null> };
