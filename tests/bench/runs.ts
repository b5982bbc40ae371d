import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase, type DatabaseChoice, db, openDatabase } from "@/lib/db/client";
import { closeJobs } from "@/lib/db/jobs";
import { startRun } from "@/lib/runs/commands";
import { placed } from "@/lib/runs/record";
import { startWorker, stopWorker } from "@/lib/runs/worker";
import { saveModel } from "@/lib/settings/commands";
import { sampleModel, sampleModelKey } from "../fakes/model-server";
import { percentile } from "./usage";

export type RunFigures = {
  runs: number;
  stepsPerRun: number;
  /** What is left of a step without the time the model and the tool took: storing, deciding, reading. */
  ownMsPerStep: number;
  ownMsPerStepP95: number;
  /** Of this process, which speaks to the model and the tool as well. */
  cpuMsPerStep: number;
};

const WARM_UP = 2;
const RUNS = 10;

/** Runs one after the other, in this process, with a model and a tool that answer at once. */
export async function measureRuns(
  choice: DatabaseChoice,
  assignmentId: string,
  modelUrl: string,
): Promise<RunFigures> {
  await openDatabase(choice);
  await startWorker();
  try {
    const actor = await owner();
    const model = { provider: "compatible", model: sampleModel, baseUrl: modelUrl } as const;
    await saveModel(actor, { ...model, key: sampleModelKey, version: 0, anyway: false });
    for (let done = 0; done < WARM_UP; done += 1) await finished(actor, assignmentId);

    const cpu = process.cpuUsage();
    const runs: { steps: number; ownMs: number }[] = [];
    for (let done = 0; done < RUNS; done += 1) runs.push(await finished(actor, assignmentId));
    const { user, system } = process.cpuUsage(cpu);
    const steps = runs.reduce((sum, run) => sum + run.steps, 0);
    const perStep = runs.map((run) => run.ownMs / run.steps);
    return {
      runs: RUNS,
      stepsPerRun: steps / RUNS,
      ownMsPerStep: percentile(perStep, 0.5),
      ownMsPerStepP95: percentile(perStep, 0.95),
      cpuMsPerStep: (user + system) / 1_000 / steps,
    };
  } finally {
    await stopWorker();
    await closeJobs();
    await closeDatabase();
  }
}

async function owner() {
  const { id, role, workspaceId } = await db().member.findFirstOrThrow({ where: { role: "owner" } });
  return { kind: "member", id, name: "Bench", role, workspaceId, sessionId: "none" } as const;
}

/** From the moment it began until it ended, as its own transcript tells. */
async function finished(
  actor: Awaited<ReturnType<typeof owner>>,
  assignmentId: string,
): Promise<{ steps: number; ownMs: number }> {
  const runId = await startRun(actor, { assignmentId, message: "Measure." });
  while ((await db().run.findUniqueOrThrow({ where: { id: runId } })).endedAt === null) await delay(200);
  const rows = await db().runEvent.findMany({ where: { runId }, orderBy: { position: "asc" } });
  const entries = rows.map(placed);
  const startedAt = entries.find(({ event }) => event.name === "run.started")?.at.getTime() ?? Number.NaN;
  const last = entries.at(-1);
  if (last?.event.name !== "run.ended" || last.event.outcome !== "finished")
    throw new Error(`A run did not finish: ${JSON.stringify(last?.event)}`);
  const theirsMs = entries.reduce(
    (sum, { event }) => sum + ("durationMs" in event ? event.durationMs : 0),
    0,
  );
  const steps = entries.filter(({ event }) => event.name === "model.said").length;
  return { steps, ownMs: last.at.getTime() - startedAt - theirsMs };
}
