import "server-only";
import { askPerson, newApproval } from "./approval";
import { askModelStep } from "./ask-model-step";
import { beginStep } from "./begin-step";
import { assignmentOf, type Desk } from "./desk";
import { endRun } from "./end";
import { record } from "./record";
import { sendCall } from "./send-call";
import type { NextAction, RunState } from "./state";

type Action<Kind extends NextAction["kind"]> = Extract<NextAction, { kind: Kind }>;

/** Does the next thing and leaves its events. Throws LostRun when the run turns out to be another process's. */
export async function takeStep(
  desk: Desk,
  state: RunState,
  action: Exclude<NextAction, { kind: "wait" }>,
): Promise<void> {
  switch (action.kind) {
    case "start":
      return beginStep(desk);
    case "ask model":
      return askModelStep(desk, state);
    case "ask person":
      return askPersonStep(desk, state, action);
    case "send":
      return sendStep(desk, state, action);
    case "answer here":
      return answerStep(desk, action);
    case "end":
      return endRun(desk, action);
  }
}

/** The approval is there before the run says that it waits for it, and nobody has heard of the one without the other. */
async function askPersonStep(
  { held, permit, run }: Desk,
  state: RunState,
  { call, tool, arguments: args }: Action<"ask person">,
): Promise<void> {
  const approval = newApproval(permit, {
    run: { id: run.id, callId: call.id },
    assignment: { id: run.assignmentId, name: run.assignmentName },
    tool,
    arguments: args,
    hours: state.start?.limits.approvalHours ?? 0,
  });
  const expiresAt = approval.expiresAt.toISOString();
  const waiting = {
    name: "call.waiting",
    callId: call.id,
    toolId: tool.toolId,
    approvalId: approval.id,
    expiresAt,
  } as const;
  await record(permit, held, waiting, { change: (tx) => askPerson(tx, approval) });
}

/** Stored as sent, then sent: a crash in between leaves a call that may have happened, never one that happens twice. */
async function sendStep(
  desk: Desk,
  state: RunState,
  { call, tool, arguments: args }: Action<"send">,
): Promise<void> {
  const callId = call.id;
  const limits = state.start?.limits;
  const assignment = assignmentOf(desk);
  await record(desk.permit, desk.held, { name: "call.sent", callId, toolId: tool.toolId, arguments: args });
  const answer = await sendCall(desk.actor, {
    assignment,
    tool,
    arguments: args,
    bytesMax: (limits?.resultKilobytes ?? 1) * 1024,
    timeoutMs: Math.max(1_000, (limits?.minutes ?? 0) * 60_000 - state.workedMs),
    signal: desk.signal,
  });
  await record(desk.permit, desk.held, { name: "call.answered", callId, ...answer });
}

async function answerStep(
  { held, permit }: Desk,
  { call, outcome, text }: Action<"answer here">,
): Promise<void> {
  const answered = { name: "call.answered", callId: call.id, outcome, text } as const;
  await record(permit, held, { ...answered, cutFrom: null, durationMs: 0 });
}
