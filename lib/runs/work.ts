import "server-only";
import { authorize, systemPermit } from "@/lib/access/actor";
import type { Run } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { logError } from "@/lib/secrets/log";
import { readyModel } from "@/lib/settings/ready-model";
import { actorFor } from "./actor";
import { claimRun, putDown } from "./claim";
import type { Desk } from "./desk";
import { endRun } from "./end";
import { type Held, LostRun, placed } from "./record";
import { advance, emptyRun, nextAction, type RunState } from "./state";
import { takeStep } from "./steps";
import { makeToolbox, type Toolbox } from "./toolbox";
import { watchRun } from "./watch";

/**
 * Works on a run until it ends, waits for a person, or `drain` asks to put it
 * down. Everything it decides follows from the stored events, so whoever takes
 * it up next decides the same. Does nothing when another process has the run.
 */
export async function workOn(runId: string, worker: string, drain: AbortSignal): Promise<void> {
  const row = await read(background).run.findUnique({ where: { id: runId } });
  const held = row && (await claimRun(row, worker));
  if (!held) return;

  const watch = watchRun(held);
  try {
    await workThrough(held, row, watch.signal, drain);
  } catch (error) {
    if (error instanceof LostRun) return;
    logError("A run failed unexpectedly.", error);
    await giveUp(held, row, "Something went wrong in Patchbay, and the run was ended.");
  } finally {
    watch.end();
  }
}

const background = systemPermit("work on a run", "none");

async function workThrough(held: Held, row: Run, signal: AbortSignal, drain: AbortSignal): Promise<void> {
  const events = eventReader(held.runId);
  let tools: Toolbox | null = null;
  while (true) {
    const { state, length } = await events.next();
    const desk: Desk | null = await openDesk(held, state, tools, signal);
    if (desk === null) return giveUp(held, row, "The person it ran for has left the workspace.");
    tools = desk.tools;

    const action = nextAction(state, desk.tools.resolve);
    if (action === null) return;
    if (action.kind === "wait" || drain.aborted) {
      if (await putDown(held, length, action.kind === "wait" ? "waiting" : "queued")) return;
      continue;
    }
    await takeStep(desk, state, action);
  }
}

/** Everything a step needs, as it is at this moment. Null: the person has left. */
async function openDesk(
  held: Held,
  state: RunState,
  before: Toolbox | null,
  signal: AbortSignal,
): Promise<Desk | null> {
  const run = await read(background).run.findUnique({ where: { id: held.runId } });
  if (!run) throw new LostRun();
  const actor = await actorFor(run.memberId, { kind: "run", runId: run.id });
  if (!actor) return null;
  const permit = authorize(actor, "runs.start");
  const model = await readyModel(permit);
  const provider = model?.provider ?? "compatible";
  const tools = await makeToolbox(actor, run.assignmentId, state, provider, before);
  return { held, run, actor, permit, signal, model, tools };
}

async function giveUp(held: Held, run: Run, sentence: string): Promise<void> {
  const permit = systemPermit("work on a run", run.workspaceId);
  await endRun({ held, permit, run }, { outcome: "failed", sentence }).catch((error: unknown) => {
    if (!(error instanceof LostRun)) throw error;
  });
}

/** Reads on in a transcript from where it stopped the last time. */
function eventReader(runId: string): { next: () => Promise<{ state: RunState; length: number }> } {
  let state = emptyRun;
  let length = 0;
  return {
    next: async () => {
      const rows = await read(background).runEvent.findMany({
        where: { runId, position: { gte: length } },
        orderBy: { position: "asc" },
      });
      state = rows.map(placed).reduce(advance, state);
      length += rows.length;
      return { state, length };
    },
  };
}
