import type { JsonObject } from "@/lib/mcp/upstream";
import type { Resolved } from "@/lib/model/many-tools";
import type { Memo, ModelCall, Usage } from "@/lib/model/messages";
import type { CallAnswer, PlacedEvent, RunEnd, RunEvent, RunLimits, RunTool } from "./schema";

/** A run as its events tell it. The browser and the worker read this same state. */
export type RunState = {
  message: string;
  startedBy: "person" | "schedule";
  start: Extract<RunEvent, { name: "run.started" }> | null;
  turns: Turn[];
  usage: Usage;
  /** Milliseconds the model and the tools took. */
  workedMs: number;
  /** Requests to the model in a row that got no answer. */
  failures: number;
  lastFailure: string | null;
  /** True between asking the model and its answer. */
  isAsking: boolean;
  stopAskedBy: string | null;
  end: { outcome: RunEnd; sentence: string | null; at: Date } | null;
};

/** One answer of the model with the calls it wanted. */
export type Turn = {
  text: string;
  memo: Memo | null;
  at: Date;
  usage: Usage;
  durationMs: number;
  finish: string;
  calls: CallState[];
};

export type CallState = {
  id: string;
  call: ModelCall;
  /** The tool it turned out to be for. */
  toolId: string | null;
  /** What the person decided, where they were asked. */
  approval: { id: string; expiresAt: string } | null;
  decision: Extract<RunEvent, { name: "call.decided" }> | null;
  sent: { arguments: JsonObject; at: Date } | null;
  answer: { outcome: CallAnswer; text: string; cutFrom: number | null; durationMs: number } | null;
};

export function reduce(events: readonly PlacedEvent[]): RunState {
  return events.reduce(advance, emptyRun);
}

export const emptyRun: RunState = {
  message: "",
  startedBy: "person",
  start: null,
  turns: [],
  usage: { inputTokens: 0, outputTokens: 0 },
  workedMs: 0,
  failures: 0,
  lastFailure: null,
  isAsking: false,
  stopAskedBy: null,
  end: null,
};

/** The state after one more event; the given state is left as it was. */
export function advance(state: RunState, { event, at }: PlacedEvent): RunState {
  switch (event.name) {
    case "run.queued":
      return { ...state, message: event.message, startedBy: event.by };
    case "run.started":
      return { ...state, start: event };
    case "model.asked":
      return { ...state, isAsking: true };
    case "model.said":
      return said(state, event, at);
    case "model.failed":
      return {
        ...state,
        isAsking: false,
        failures: state.failures + 1,
        lastFailure: event.sentence,
        workedMs: state.workedMs + event.durationMs,
      };
    case "call.waiting":
      return onCall(state, event.callId, {
        toolId: event.toolId,
        approval: { id: event.approvalId, expiresAt: event.expiresAt },
      });
    case "call.decided":
      return onCall(state, event.callId, { decision: event });
    case "call.sent":
      return onCall(state, event.callId, {
        toolId: event.toolId,
        sent: { arguments: event.arguments, at },
      });
    case "call.answered":
      return {
        ...onCall(state, event.callId, { answer: event }),
        workedMs: state.workedMs + event.durationMs,
      };
    case "run.stopAsked":
      return { ...state, stopAskedBy: event.by };
    case "run.ended":
      return {
        ...state,
        isAsking: false,
        turns: state.turns.map(({ calls, ...turn }) => ({ ...turn, calls: calls.map(afterEnd) })),
        end: { outcome: event.outcome, sentence: event.sentence, at },
      };
  }
}

/** Nobody goes on with a call once its run has ended. */
function afterEnd(call: CallState): CallState {
  if (call.answer) return call;
  const answer = call.sent ? INTERRUPTED : { outcome: "cancelled" as const, text: NOT_MADE };
  return { ...call, answer: { ...answer, cutFrom: null, durationMs: 0 } };
}

const NOT_MADE = "The run ended before this call was made.";
const INTERRUPTED = {
  outcome: "interrupted",
  text: "The console was interrupted while this call was under way. It may have happened; it was not repeated.",
} as const;

function said(state: RunState, event: Extract<RunEvent, { name: "model.said" }>, at: Date): RunState {
  const { text, memo, usage, durationMs, finish } = event;
  const calls = event.calls.map((call, index) => ({
    id: `${state.turns.length + 1}.${index + 1}`,
    call,
    toolId: null,
    approval: null,
    decision: null,
    sent: null,
    answer: null,
  }));
  return {
    ...state,
    isAsking: false,
    failures: 0,
    lastFailure: null,
    turns: [...state.turns, { text, memo, at, usage, durationMs, finish, calls }],
    usage: {
      inputTokens: state.usage.inputTokens + usage.inputTokens,
      outputTokens: state.usage.outputTokens + usage.outputTokens,
    },
    workedMs: state.workedMs + durationMs,
  };
}

function onCall(state: RunState, callId: string, news: Partial<CallState>): RunState {
  const last = state.turns.at(-1);
  if (!last) return state;
  const calls = last.calls.map((call) => (call.id === callId ? { ...call, ...news } : call));
  return { ...state, turns: [...state.turns.slice(0, -1), { ...last, calls }] };
}

/** What a call comes down to, once the offer has been asked: a picked tool, or an answer that needs none. */
export type Resolve = (call: ModelCall) => Resolved<RunTool>;

export type NextAction =
  | { kind: "start" }
  | { kind: "ask model" }
  | { kind: "answer here"; call: CallState; outcome: CallAnswer; text: string }
  | { kind: "ask person"; call: CallState; tool: RunTool; arguments: JsonObject }
  | { kind: "send"; call: CallState; tool: RunTool; arguments: JsonObject }
  | { kind: "wait" }
  | { kind: "end"; outcome: RunEnd; sentence: string | null };

/** The one thing to do next. Null: the run has ended. */
export function nextAction(state: RunState, resolve: Resolve): NextAction | null {
  if (state.end) return null;
  const open = state.turns.at(-1)?.calls.filter(({ answer }) => !answer) ?? [];
  const interrupted = open.find(({ sent }) => sent);
  if (interrupted) {
    return { kind: "answer here", call: interrupted, ...INTERRUPTED };
  }
  if (state.stopAskedBy)
    return { kind: "end", outcome: "stopped", sentence: `Stopped by ${state.stopAskedBy}.` };
  if (!state.start) return { kind: "start" };

  const actions = open.map((call) => actionFor(call, resolve));
  const first = actions.find(({ kind }) => kind !== "wait") ?? actions[0];
  if (first) return first;
  return endOf(state, state.start.limits) ?? { kind: "ask model" };
}

function actionFor(call: CallState, resolve: Resolve): NextAction {
  const resolved = resolve(call.call);
  if (resolved.kind === "answer") {
    return {
      kind: "answer here",
      call,
      outcome: resolved.isError ? "refused" : "local",
      text: resolved.text,
    };
  }

  const { tool, arguments: wanted } = resolved;
  if (call.approval) return decidedAction(call, tool, wanted);
  return { kind: tool.mode === "allow" ? "send" : "ask person", call, tool, arguments: wanted };
}

/** Once a person was asked, their answer counts, whatever the tool has been set to since; and it is for that tool alone. */
function decidedAction(call: CallState, tool: RunTool, wanted: JsonObject): NextAction {
  const { decision, toolId } = call;
  if (!decision) return { kind: "wait" };
  if (decision.decision !== "approved") {
    return { kind: "answer here", call, outcome: "denied", text: denialText(decision) };
  }
  if (tool.toolId !== toolId) {
    const text = "Another tool goes by this name since the call was approved. It was not made.";
    return { kind: "answer here", call, outcome: "refused", text };
  }
  return { kind: "send", call, tool, arguments: decision.arguments ?? wanted };
}

function denialText({ decision, by, reason }: Extract<RunEvent, { name: "call.decided" }>): string {
  if (decision === "expired") return "Nobody approved this call in time. It was not made.";
  return reason ? `${by} denied this call: ${reason}` : `${by} denied this call. It was not made.`;
}

const FAILURES_MAX = 3;

function endOf(state: RunState, limits: RunLimits): NextAction | null {
  const last = state.turns.at(-1);
  if (last && last.calls.length === 0) return lastWord(last.finish);
  if (state.failures >= FAILURES_MAX) return { kind: "end", outcome: "failed", sentence: state.lastFailure };
  const spent = limitReached(state, limits);
  return spent ? { kind: "end", outcome: "failed", sentence: spent } : null;
}

function lastWord(finish: string): NextAction {
  if (finish === "length") {
    const sentence = "The model's answer was cut off because it was too long.";
    return { kind: "end", outcome: "failed", sentence };
  }
  if (finish === "refused") {
    return { kind: "end", outcome: "failed", sentence: "The model's provider refused to answer." };
  }
  return { kind: "end", outcome: "finished", sentence: null };
}

function limitReached(state: RunState, { steps, minutes, tokens }: RunLimits): string | null {
  const { inputTokens, outputTokens } = state.usage;
  if (state.turns.length >= steps) return spent(steps, "step");
  if (state.workedMs >= minutes * 60_000) return spent(minutes, "minute");
  if (inputTokens + outputTokens >= tokens) return spent(tokens, "token");
  return null;
}

function spent(amount: number, unit: string): string {
  return `It used its ${amount.toLocaleString("en")} ${unit}${amount === 1 ? "" : "s"} without coming to an end.`;
}
