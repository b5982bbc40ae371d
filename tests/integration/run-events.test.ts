import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { call, say, scenario } from "../fakes/model-script";
import type { TestBrowser } from "../support/request-scope";
import { startSamples } from "../support/samples";
import { openRunHouse } from "./run-house";

vi.mock("next/headers", () => import("../support/request-scope"));

const samples = await startSamples();
afterAll(() => samples.close());
const { model, chooseModel, eventsOf, untilStatus } = await openRunHouse();
const lib = {
  ...(await import("@/app/api/runs/[runId]/events/places")),
  ...(await import("@/app/api/runs/[runId]/events/route")),
  ...(await import("@/lib/runs/commands")),
  ...(await import("@/lib/runs/decide")),
  ...(await import("@/lib/runs/queries")),
  ...(await import("@/lib/session/current")),
  ...(await import("@/lib/session/log-in")),
  ...(await import("../support/builders")),
  ...(await import("../support/request-scope")),
  ...(await import("./endpoint-house")),
};

let browser: TestBrowser;
let actor: Actor;
let assignmentId: string;

beforeEach(async () => {
  const team = await lib.buildWorkspace();
  const ada = { email: `${randomUUID()}@example.com`, password: "a long enough password" };
  await lib.buildPerson(team.workspaceId, "author", ada);
  browser = lib.createBrowser();
  await browser.visit(() => lib.logIn(ada));
  const found = await browser.visit(() => lib.currentActor());
  if (!found) throw new Error("Nobody is logged in.");
  actor = found;
  await chooseModel(team.admin);
  const warehouse = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(actor, warehouse, "ada");
  assignmentId = await lib.buildAssignment(actor, { find_stock: "allow", reserve_stock: "ask" });
});

test("a browser that lost its connection goes on where it was: nothing is missed, nothing comes twice", async () => {
  model.script = scenario(
    { asked: /./, answer: call("find_stock", { query: "bolt" }, "Let me look.") },
    {
      result: "find_stock",
      answer: call("reserve_stock", { sku: "BLT-M8-40", quantity: 2, order: "PO-1" }),
    },
    { result: "reserve_stock", answer: say("Done.") },
  );
  const runId = await lib.startRun(actor, { assignmentId, message: "Restock." });

  const before = await watchUntil(runId, { from: "0" }, ({ data }) => /"call\.waiting"/.test(data));
  const seen = ids(before).at(-1) ?? "";
  const [approval] = await lib.listWaitingApprovals(actor);
  const yes = { approvalId: approval?.id ?? "", decision: "approve", reason: "", arguments: "" } as const;
  await lib.decideApproval(actor, yes);
  await untilStatus(actor, runId, "finished");
  const after = await watchUntil(runId, { from: "0", lastEventId: seen }, ({ event }) => event === "end");

  const stored = (await eventsOf(runId)).map(({ position }) => String(position));
  expect([...ids(before), ...ids(after)]).toEqual(stored);
  expect(after.at(-1)).toMatchObject({ event: "end", data: '"finished"' });
});

test("arguments come in the order in which the model gave them", async () => {
  const given = { sku: "BLT-M8-40", quantity: 2, order: "PO-1" };
  model.script = scenario({ asked: /./, answer: call("reserve_stock", given) });
  const runId = await lib.startRun(actor, { assignmentId, message: "Restock." });
  await untilStatus(actor, runId, "waiting");
  const transcript = await lib.readTranscript(actor, runId, 0);
  expect(JSON.stringify(transcript?.events)).toContain(JSON.stringify(given));
});

test("words that are still being said come whole to whoever begins to watch, once", async () => {
  model.script = () => ({ text: "One two three", ends: "hang" });
  const runId = await lib.startRun(actor, { assignmentId, message: "Speak." });
  const isSaid = ({ event, data }: Message) => event === "saying" && data.includes("three");
  await watchUntil(runId, { from: "0" }, isSaid);

  const again = await watchUntil(runId, { from: "0" }, isSaid);
  expect(again.filter(({ event }) => event === "saying").map(({ data }) => JSON.parse(data))).toEqual([
    { instead: "One two three" },
  ]);
  await lib.stopRun(actor, runId);
  await untilStatus(actor, runId, "stopped");
});

test("a person follows twenty runs at once; one more is refused with the reason, and who goes makes room at once", async () => {
  model.script = () => ({ text: "One moment", ends: "hang" });
  const runId = await lib.startRun(actor, { assignmentId, message: "Speak." });
  const cuts = Array.from({ length: lib.STREAMS_MAX }, () => new AbortController());
  const streams = await Promise.all(
    cuts.map(({ signal }) => open(browser, runId, { from: "0" }, { signal })),
  );
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const refused = await open(browser, runId, { from: "0" });
  expect(refused.status).toBe(429);
  expect(await refused.text()).toBe("You follow 20 runs at once already. Close one of them first.");

  // Half of them lose their connection, half are no longer read.
  for (const [index, { body }] of streams.entries()) {
    if (index % 2) cuts[index]?.abort();
    else await body?.cancel();
  }
  const again = await Promise.all(cuts.map(() => open(browser, runId, { from: "0" })));
  expect(again.map(({ status }) => status)).toEqual(again.map(() => 200));

  // And the rest end with the run.
  await lib.stopRun(actor, runId);
  await Promise.all(again.map((stream) => stream.text()));
  await watchUntil(runId, { from: "0" }, ({ event }) => event === "end");
});

test("who only asks for the headers of a stream, which Next takes for a GET, holds no place among those who follow", async () => {
  model.script = () => say("Done.");
  const runId = await lib.startRun(actor, { assignmentId, message: "Speak." });
  await untilStatus(actor, runId, "finished");
  for (let asked = 0; asked < lib.STREAMS_MAX; asked += 1) {
    expect(await open(browser, runId, { from: "0" }, { method: "HEAD" })).toMatchObject({
      status: 200,
      body: null,
    });
  }
  const followed = await open(browser, runId, { from: "0" });
  expect(followed.status).toBe(200);
  await followed.text();
});

test("a stranger hears nothing of a run", async () => {
  model.script = () => say("Done.");
  const runId = await lib.startRun(actor, { assignmentId, message: "Speak." });
  const nobody = lib.createBrowser();
  expect((await open(nobody, runId, { from: "0" })).status).toBe(401);
  await untilStatus(actor, runId, "finished");
});

type Place = { from: string; lastEventId?: string };
type Message = { id: string | null; event: string; data: string };

async function open(
  who: TestBrowser,
  runId: string,
  place: Place,
  init: RequestInit = {},
): Promise<Response> {
  const cookie = [...who.jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  const headers = { cookie, ...(place.lastEventId !== undefined && { "last-event-id": place.lastEventId }) };
  const url = `http://localhost:3000/api/runs/${runId}/events?from=${place.from}`;
  const request = new Request(url, { headers, ...init });
  return who.visit(() => lib.GET(request, { params: Promise.resolve({ runId }) }));
}

/** Everything that arrives until a message is the last one wanted; then the connection is cut. */
async function watchUntil(
  runId: string,
  place: Place,
  isLast: (message: Message) => boolean,
): Promise<Message[]> {
  const cut = new AbortController();
  const { body } = await open(browser, runId, place, { signal: cut.signal });
  const messages: Message[] = [];
  let rest = "";
  for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    messages.push(...blocks.filter((block) => block.includes("event: ")).map(readMessage));
    const last = messages.findIndex(isLast);
    if (last >= 0) {
      cut.abort();
      return messages.slice(0, last + 1);
    }
  }
  throw new Error(`The stream ended before that: ${JSON.stringify(messages)}`);
}

function readMessage(block: string): Message {
  const line = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  return { id: line("id") ?? null, event: line("event") ?? "", data: line("data") ?? "" };
}

const ids = (messages: Message[]) => messages.flatMap(({ id }) => (id === null ? [] : [id]));
