import { createAssignment, saveSetup } from "@/lib/assignments/commands";
import { listSetup } from "@/lib/assignments/queries";
import { createConnection } from "@/lib/connections/commands";
import { db } from "@/lib/db/client";
import { saveLimits } from "@/lib/runs/limits";
import { placed } from "@/lib/runs/record";
import { type PlacedEvent, type RunEvent, runLimits } from "@/lib/runs/schema";
import { saveModel } from "@/lib/settings/commands";
import { refreshTools } from "@/lib/tools/commands";
import { type ModelServer, sampleModel } from "../fakes/model-server";
import type { SampleServer } from "../fakes/sample-server";
import { buildMember } from "../support/builders";
import { connectionInput } from "../support/connection-input";

export type RunHouse = { memberId: string; assignmentId: string };

/** An author with an assignment that has the notebook's tools, and a model that calls one for each run. */
export async function buildRunHouse(notebook: SampleServer, model: ModelServer): Promise<RunHouse> {
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Drill" } });
  const owner = await buildMember(workspaceId, "owner");
  await saveModel(owner, {
    provider: "compatible",
    model: sampleModel,
    baseUrl: model.baseUrl,
    key: model.key,
    version: 0,
    anyway: false,
  });
  const connection = connectionInput("Notebook", notebook.url, { authorization: "none" });
  await refreshTools(owner, await createConnection(owner, connection));
  await saveLimits(owner, runLimits.parse({ atOnce: 100 }));
  const assignmentId = await createAssignment(owner, { name: "Drill", instructions: "" });
  const setup = await listSetup(owner, assignmentId);
  const picks = (setup?.groups.flatMap(({ tools }) => tools) ?? []).map(({ id, name, mark }) => ({
    toolId: id,
    mode: name === "sign_off" ? ("ask" as const) : ("allow" as const),
    mark: mark ?? "",
  }));
  await saveSetup(owner, assignmentId, { version: 1, instructions: "", picks });
  return { memberId: owner.id, assignmentId };
}

/** What became of each run, by its message. */
export type Fate = {
  status: string;
  /** As the upstream counted. */
  received: number;
  outcomes: string[];
  events: RunEvent[];
  /** From the wish to stop until the end. */
  stopMs: number | null;
  /** What must never be, in words. */
  wrong: string[];
};

export async function fatesOf(notebook: SampleServer): Promise<Map<string, Fate>> {
  const runs = await db().run.findMany({ include: { events: { orderBy: { position: "asc" } } } });
  return new Map(
    runs.map((run) => {
      const entries = run.events.map(placed);
      const events = entries.map(({ event }) => event);
      const message = events[0]?.name === "run.queued" ? events[0].message : "";
      const received = notebook.calls.filter((call) => call.arguments["run"] === message).length;
      const outcomes = events.flatMap((event) => (event.name === "call.answered" ? [event.outcome] : []));
      const wrong = wrongIn(entries, run, received);
      const stopMs = msBetween(entries, "run.stopAsked", "run.ended");
      return [message, { status: run.status, received, outcomes, events, stopMs, wrong }];
    }),
  );
}

function msBetween(entries: PlacedEvent[], first: RunEvent["name"], last: RunEvent["name"]): number | null {
  const [from, to] = [first, last].map((name) => entries.find(({ event }) => event.name === name)?.at);
  return from && to ? to.getTime() - from.getTime() : null;
}

function wrongIn(entries: PlacedEvent[], run: { status: string; length: number }, received: number) {
  const events = entries.map(({ event }) => event);
  const count = (name: RunEvent["name"]) => events.filter((event) => event.name === name).length;
  const last = events.at(-1);
  return [
    entries.some(({ position }, index) => position !== index) && "a place is missing or taken twice",
    run.length !== events.length && "the row counts otherwise",
    count("run.ended") !== 1 && "not one end",
    last?.name !== "run.ended" && "something came after the end",
    last?.name === "run.ended" && last.outcome !== run.status && "the row ends otherwise",
    count("run.started") > 1 && "started twice",
    count("call.sent") > 1 && "stored as sent twice",
    received > 1 && "received twice",
  ].filter((one) => one !== false);
}
