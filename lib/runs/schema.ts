import { z } from "zod";
import type { PickMode, PickProblem } from "@/lib/assignments/schema";
import type { CallOutcome } from "@/lib/audit/events";
import type { JsonObject } from "@/lib/mcp/upstream";
import type { Memo, ModelCall, Usage } from "@/lib/model/messages";
import type { CalledAs, SignInView } from "@/lib/sign-ins/schema";

/**
 * What a run may use before it is ended. Minutes and tokens count the work done,
 * not the time somebody took to answer.
 */
export const runLimits = z.object({
  steps: limit("Steps", 1, 200).default(30),
  minutes: limit("Minutes", 1, 240).default(20),
  tokens: limit("Tokens", 1_000, 10_000_000).default(400_000),
  resultKilobytes: limit("Kilobytes of a result", 1, 1_024).default(64),
  approvalHours: limit("Hours to answer an approval", 1, 720).default(24),
  /** Of one person, queued or worked on. */
  atOnce: limit("Runs at once", 1, 100).default(10),
});
export type RunLimits = z.infer<typeof runLimits>;

function limit(label: string, min: number, max: number) {
  const sentence = `${label}: a whole number from ${min.toLocaleString("en")} to ${max.toLocaleString("en")}.`;
  return z.coerce.number({ error: sentence }).int(sentence).min(min, sentence).max(max, sentence);
}

export const startRunForm = z.object({
  assignmentId: z.string(),
  message: z.string().trim().max(20_000, "Use 20,000 characters at most.").default(""),
});

export const runRef = z.object({ runId: z.string() });

export const runStatuses = ["queued", "working", "waiting", "finished", "failed", "stopped"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A picked tool as the run found it when it began. Its definition is not kept here: it is looked at again for each call. */
export type RunTool = {
  toolId: string;
  /** How the model calls it. */
  name: string;
  tool: string;
  connectionId: string;
  connection: string;
  mode: PickMode;
  fingerprint: string;
};

/**
 * Everything that can happen in a run. Stored before it is acted on; a run's
 * state follows from these alone. A `callId` is the turn's number and the call's
 * in it: the ids that models give may repeat.
 */
export type RunEvent =
  | { name: "run.queued"; by: "person" | "schedule"; message: string }
  | {
      name: "run.started";
      model: string;
      instructions: string;
      tools: readonly RunTool[];
      /** Whether the model sees every tool, or finds them by searching. */
      offer: "all" | "search";
      limits: RunLimits;
    }
  | { name: "model.asked" }
  | {
      name: "model.said";
      text: string;
      calls: ModelCall[];
      /** What only the model can read; it never leaves the server. */
      memo: Memo | null;
      usage: Usage;
      finish: "stop" | "calls" | "length" | "refused";
      durationMs: number;
    }
  /** No answer, and worth another try. */
  | { name: "model.failed"; sentence: string; durationMs: number }
  | { name: "call.waiting"; callId: string; toolId: string; approvalId: string; expiresAt: string }
  | {
      name: "call.decided";
      callId: string;
      decision: "approved" | "denied" | "expired";
      by: string;
      reason: string | null;
      /** What to send instead of what the model asked for. */
      arguments: JsonObject | null;
    }
  | { name: "call.sent"; callId: string; toolId: string; arguments: JsonObject }
  | {
      name: "call.answered";
      callId: string;
      outcome: CallAnswer;
      text: string;
      /** Bytes of the whole result where only its beginning was kept. */
      cutFrom: number | null;
      durationMs: number;
    }
  | { name: "run.stopAsked"; by: string }
  | { name: "run.ended"; outcome: RunEnd; sentence: string | null };

export type RunEnd = "finished" | "failed" | "stopped";

/** `interrupted`: it was sent, and nobody knows what came of it. `local`: answered without leaving the console. */
export type CallAnswer = CallOutcome | "denied" | "interrupted" | "local";

/** An event with its place in the transcript. */
export type PlacedEvent = { position: number; at: Date; event: RunEvent };

/** A run as a list shows it. */
export type RunView = {
  id: string;
  assignmentId: string | null;
  assignment: string;
  person: string;
  /** Whether the one who asked started it. */
  own: boolean;
  status: RunStatus;
  createdAt: Date;
  endedAt: Date | null;
};

/** A call that waits for the one who asked to say yes or no. */
export type ApprovalView = {
  id: string;
  runId: string | null;
  assignment: string;
  tool: string;
  connection: string;
  /** On whose behalf it would be made. */
  person: string;
  /** With whose credential. Null once the tool is gone. */
  as: CalledAs | null;
  arguments: JsonObject;
  status: "waiting" | "approved" | "denied" | "expired";
  expiresAt: Date;
};

export const decisionForm = z.object({
  approvalId: z.string(),
  decision: z.enum(["approve", "deny"]),
  reason: z.string().trim().max(2_000, "Use 2,000 characters at most.").default(""),
  /** JSON of the arguments when they were edited; empty when they were not. */
  arguments: z.string().default(""),
});
export type DecisionInput = z.infer<typeof decisionForm>;

/** What would fail in a run that began now. `stops`: it can't begin at all. */
export type Obstacle =
  | { kind: "no-model"; stops: true }
  | { kind: "no-tools"; stops: false }
  | { kind: "sign-in"; stops: false; signIn: SignInView }
  | {
      kind: "tool";
      stops: false;
      connectionId: string;
      connection: string;
      tool: string;
      problem: PickProblem;
    };

export const scheduleRef = z.object({ scheduleId: z.string() });

export type ScheduleView = {
  id: string;
  assignmentId: string;
  person: string;
  own: boolean;
  message: string;
  cron: string;
  timeZone: string;
  /** In words where it is one of the usual rhythms. */
  when: string;
  status: "on" | "paused";
  /** A sentence: why it paused itself. */
  pausedFor: string | null;
  /** Who paused it otherwise, as long as they are here. */
  pausedBy: { name: string; isMaker: boolean } | null;
  /** The last time it did not start, and in a sentence why, until it does or is changed. */
  missed: { at: Date; reason: string } | null;
  /** Whether a run of it failed since one last finished, or since it was changed. */
  failing: boolean;
  /** The next three times; none while it is paused. */
  next: Date[];
};
