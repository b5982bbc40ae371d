import "server-only";
import type { Actor, PersonalPermit } from "@/lib/access/actor";
import type { Run } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import type { ReadyModel } from "@/lib/model/provider";
import type { Held } from "./record";
import type { Toolbox } from "./toolbox";

/** What a step is taken with, as it is at that moment: the run, the person it acts for, the tools. */
export type Desk = {
  held: Held;
  run: Run;
  actor: Actor;
  permit: PersonalPermit;
  tools: Toolbox;
  /** Null once an admin has removed it. */
  model: ReadyModel | null;
  /** Aborted when somebody asks to stop, or when the run is no longer this process's. */
  signal: AbortSignal;
};

/** The assignment as calls name it. Throws when it was removed meanwhile. */
export function assignmentOf({ run }: Desk): { id: string; name: string } {
  if (run.assignmentId === null) throw new Failure("not-found", "The assignment was removed.");
  return { id: run.assignmentId, name: run.assignmentName };
}
