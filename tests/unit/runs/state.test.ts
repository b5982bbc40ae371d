import { expect, test } from "vitest";
import type { PlacedEvent, RunEvent, RunTool } from "@/lib/runs/schema";
import { nextAction, type Resolve, reduce } from "@/lib/runs/state";

const stock: RunTool = {
  toolId: "t1",
  name: "warehouse__find",
  tool: "find",
  connectionId: "c1",
  connection: "Warehouse",
  mode: "allow",
  fingerprint: "f1",
};
const order: RunTool = { ...stock, toolId: "t2", name: "warehouse__order", tool: "order", mode: "ask" };

const resolve: Resolve = (call) => {
  const tool = [stock, order].find((one) => one.name === call.name);
  if (tool && "arguments" in call) return { kind: "tool", tool, arguments: call.arguments };
  return { kind: "answer", text: `There is no tool ${call.name}.`, isError: true };
};

const queued: RunEvent = { name: "run.queued", by: "person", message: "Restock." };
const started: RunEvent = {
  name: "run.started",
  model: "a model",
  instructions: "",
  tools: [stock, order],
  offer: "all",
  limits: { steps: 3, minutes: 1, tokens: 1_000, resultKilobytes: 64, approvalHours: 24, atOnce: 10 },
};
const begun = [queued, started];

function said(...names: string[]): RunEvent {
  return {
    name: "model.said",
    text: "Let me see.",
    calls: names.map((name, index) => ({ id: `id${index}`, name, arguments: { n: index } })),
    memo: null,
    usage: { inputTokens: 10, outputTokens: 5 },
    finish: names.length > 0 ? "calls" : "stop",
    durationMs: 100,
  };
}

const sent = (callId: string): RunEvent => ({ name: "call.sent", callId, toolId: "t1", arguments: {} });
const waiting = (callId: string): RunEvent => ({
  name: "call.waiting",
  callId,
  toolId: "t2",
  approvalId: "a1",
  expiresAt: "2026-11-23T00:00:00.000Z",
});
const answered = (callId: string, durationMs = 10): RunEvent => ({
  name: "call.answered",
  callId,
  outcome: "ok",
  text: "three",
  cutFrom: null,
  durationMs,
});
const decided = (callId: string, decision: "approved" | "denied" | "expired"): RunEvent => ({
  name: "call.decided",
  callId,
  decision,
  by: "Alice",
  reason: decision === "denied" ? "Too many." : null,
  arguments: decision === "approved" ? { n: 7 } : null,
});
const failed: RunEvent = { name: "model.failed", sentence: "It is down.", durationMs: 5 };
const spent: RunEvent = {
  ...said("warehouse__find"),
  usage: { inputTokens: 900, outputTokens: 200 },
} as RunEvent;

const next: [promise: string, events: RunEvent[], action: object | null][] = [
  ["a run that was queued begins", [queued], { kind: "start" }],
  ["one that began asks the model", begun, { kind: "ask model" }],
  ["one interrupted while asking asks again", [...begun, { name: "model.asked" }], { kind: "ask model" }],
  ["an answer without calls is the end", [...begun, said()], { kind: "end", outcome: "finished" }],
  [
    "a call that is allowed is sent",
    [...begun, said("warehouse__find")],
    { kind: "send", tool: stock, arguments: { n: 0 } },
  ],
  [
    "a call that has to be asked about is",
    [...begun, said("warehouse__order")],
    { kind: "ask person", tool: order },
  ],
  [
    "what can be done is done before waiting",
    [...begun, said("warehouse__order", "warehouse__find"), waiting("1.1")],
    { kind: "send", tool: stock },
  ],
  [
    "then it waits",
    [...begun, said("warehouse__order", "warehouse__find"), waiting("1.1"), sent("1.2"), answered("1.2")],
    { kind: "wait" },
  ],
  [
    "every call of a turn is asked about at once",
    [...begun, said("warehouse__order", "warehouse__order"), waiting("1.1")],
    { kind: "ask person", call: { id: "1.2" } },
  ],
  [
    "an approved call is sent as the person edited it",
    [...begun, said("warehouse__order"), waiting("1.1"), decided("1.1", "approved")],
    { kind: "send", arguments: { n: 7 } },
  ],
  [
    "a denied call is answered with the reason",
    [...begun, said("warehouse__order"), waiting("1.1"), decided("1.1", "denied")],
    { kind: "answer here", outcome: "denied", text: "Alice denied this call: Too many." },
  ],
  [
    "a no stays a no when the tool is set to Allow after it",
    [...begun, said("warehouse__find"), waiting("1.1"), decided("1.1", "denied")],
    { kind: "answer here", outcome: "denied" },
  ],
  [
    "a call that waits goes on waiting when its tool is set to Allow",
    [...begun, said("warehouse__find"), waiting("1.1")],
    { kind: "wait" },
  ],
  [
    "a yes is for the tool that was asked about, not for another by its name",
    [...begun, said("warehouse__find"), waiting("1.1"), decided("1.1", "approved")],
    { kind: "answer here", outcome: "refused" },
  ],
  [
    "one nobody answered counts as denied",
    [...begun, said("warehouse__order"), waiting("1.1"), decided("1.1", "expired")],
    { kind: "answer here", outcome: "denied" },
  ],
  [
    "a call that was sent and never answered is not sent again",
    [...begun, said("warehouse__find"), sent("1.1")],
    { kind: "answer here", outcome: "interrupted" },
  ],
  [
    "a tool that is not there is answered here",
    [...begun, said("rm")],
    { kind: "answer here", outcome: "refused", text: "There is no tool rm." },
  ],
  [
    "answers lead back to the model",
    [...begun, said("warehouse__find"), sent("1.1"), answered("1.1")],
    { kind: "ask model" },
  ],
  [
    "a stop ends it",
    [...begun, said("warehouse__find"), { name: "run.stopAsked", by: "Bob" }],
    { kind: "end", outcome: "stopped", sentence: "Stopped by Bob." },
  ],
  [
    "a stop in the middle of a call says first that it may have happened",
    [...begun, said("warehouse__find"), sent("1.1"), { name: "run.stopAsked", by: "Bob" }],
    { kind: "answer here", outcome: "interrupted" },
  ],
  [
    "a stop before the beginning ends it",
    [queued, { name: "run.stopAsked", by: "Bob" }],
    { kind: "end", outcome: "stopped" },
  ],
  ["a model that does not answer is asked again", [...begun, failed, failed], { kind: "ask model" }],
  [
    "but not for ever",
    [...begun, failed, failed, failed],
    { kind: "end", outcome: "failed", sentence: "It is down." },
  ],
  [
    "an answer in between starts the count anew",
    [...begun, failed, failed, said("rm"), answered("1.1"), failed],
    { kind: "ask model" },
  ],
  [
    "steps run out",
    [...begun, said("rm"), answered("1.1"), said("rm"), answered("2.1"), said("rm"), answered("3.1")],
    { kind: "end", outcome: "failed", sentence: "It used its 3 steps without coming to an end." },
  ],
  [
    "tokens run out",
    [...begun, spent, answered("1.1")],
    { kind: "end", outcome: "failed", sentence: "It used its 1,000 tokens without coming to an end." },
  ],
  [
    "minutes run out",
    [...begun, said("rm"), answered("1.1", 60_000)],
    { kind: "end", outcome: "failed", sentence: "It used its 1 minute without coming to an end." },
  ],
  [
    "nothing follows the end",
    [...begun, said(), { name: "run.ended", outcome: "finished", sentence: null }],
    null,
  ],
];

test.each(next)("%s", (_promise, events, action) => {
  const decision = nextAction(reduce(placed(events)), resolve);
  if (action === null) expect(decision).toBeNull();
  else expect(decision).toMatchObject(action);
});

test("the same events make the same state, one by one or at once", () => {
  const events = placed([...begun, said("warehouse__find"), sent("1.1"), answered("1.1"), said()]);
  const state = reduce(events);
  expect(state.turns.map(({ calls }) => calls.length)).toEqual([1, 0]);
  expect(state.usage).toEqual({ inputTokens: 20, outputTokens: 10 });
  expect(state.workedMs).toBe(210);
});

function placed(events: RunEvent[]): PlacedEvent[] {
  return events.map((event, position) => ({ position, at: new Date(position), event }));
}
