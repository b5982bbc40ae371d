import { afterAll, beforeAll, expect, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { PlacedEvent, RunEvent, RunStatus } from "@/lib/runs/schema";
import { demoScript } from "../fakes/model-demo";
import { sampleModel, startModelServer } from "../fakes/model-server";
import { allowOrigins } from "../support/samples";

/**
 * For the top of a test file, when its own servers are allowed and none of the console's modules is loaded yet:
 * a model server, and from the first test to the last a database and a worker for runs.
 */
export async function openRunHouse() {
  const model = await startModelServer();
  allowOrigins([model.origin]);
  const { withTestDatabase } = await import("../support/database");
  const { db } = await import("@/lib/db/client");
  const { findRun } = await import("@/lib/runs/queries");
  const { placed } = await import("@/lib/runs/record");
  const { startWorker, stopWorker } = await import("@/lib/runs/worker");
  const { saveModel } = await import("@/lib/settings/commands");

  withTestDatabase();
  beforeAll(async () => {
    await startWorker();
  });
  afterAll(async () => {
    await stopWorker();
    await model.close();
  });

  return {
    model,
    /** Has the admin's workspace ask the model server, whose script passes the trial. */
    async chooseModel(admin: Actor): Promise<void> {
      model.script = demoScript;
      const { baseUrl, key } = model;
      const choice = { provider: "compatible", model: sampleModel, baseUrl, key } as const;
      await saveModel(admin, { ...choice, version: 0, anyway: false });
    },
    /** The transcript of a run so far. */
    async eventsOf(runId: string): Promise<PlacedEvent[]> {
      const rows = await db().runEvent.findMany({ where: { runId }, orderBy: { position: "asc" } });
      return rows.map(placed);
    },
    async untilStatus(actor: Actor, runId: string, status: RunStatus): Promise<void> {
      await vi.waitFor(async () => expect(await findRun(actor, runId)).toMatchObject({ status }), PATIENCE);
    },
  };
}

export const PATIENCE = { timeout: 25_000, interval: 50 };

export function named<Name extends RunEvent["name"]>(
  events: PlacedEvent[],
  name: Name,
): Extract<RunEvent, { name: Name }>[] {
  return events.map(({ event }) => event).filter((event) => event.name === name) as Extract<
    RunEvent,
    { name: Name }
  >[];
}
