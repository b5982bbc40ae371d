import { db } from "@/lib/db/client";
import { placed } from "@/lib/runs/record";
import type { PlacedEvent, RunEvent } from "@/lib/runs/schema";

/** The transcript of a run so far. */
export async function eventsOf(runId: string): Promise<PlacedEvent[]> {
  const rows = await db().runEvent.findMany({ where: { runId }, orderBy: { position: "asc" } });
  return rows.map(placed);
}

export function named<Name extends RunEvent["name"]>(
  events: PlacedEvent[],
  name: Name,
): Extract<RunEvent, { name: Name }>[] {
  return events.map(({ event }) => event).filter((event) => event.name === name) as Extract<
    RunEvent,
    { name: Name }
  >[];
}
