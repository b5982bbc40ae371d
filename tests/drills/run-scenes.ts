import type { RunEvent } from "@/lib/runs/schema";
import type { Moment } from "./moments";

/** Where a run is when its process ends, and what is to come of it: its end, the calls its server received (null: one at most), their outcomes. */
type Scene = [
  end: "finished" | "stopped",
  received: number | null,
  outcome: "ok" | "interrupted" | "cancelled" | null,
];

const goesOn: Scene = ["finished", 1, "ok"];

/** Both sides of every event there is; a run that is not queued yet is none. A new kind of event wants its rows here. */
type KilledMoment = Exclude<`${RunEvent["name"]} ${"before" | "after"}`, "run.queued before">;

export const killed: Record<KilledMoment, Scene> = {
  "run.queued after": goesOn,
  "run.started before": goesOn,
  "run.started after": goesOn,
  "model.asked before": goesOn,
  "model.asked after": goesOn,
  "model.said before": goesOn,
  "model.said after": goesOn,
  "model.failed before": goesOn,
  "model.failed after": goesOn,
  "call.waiting before": goesOn,
  "call.waiting after": goesOn,
  "call.decided before": goesOn,
  "call.decided after": goesOn,
  "call.sent before": goesOn,
  // Stored as sent, and never sent.
  "call.sent after": ["finished", 0, "interrupted"],
  "call.answered before": ["finished", 1, "interrupted"],
  "call.answered after": goesOn,
  "run.stopAsked before": ["stopped", 0, null],
  "run.stopAsked after": ["stopped", 0, null],
  "run.ended before": goesOn,
  "run.ended after": goesOn,
};

/** The upstream has it, and is still at it. */
export const UNDER_WAY = "a call is under way";
export const underWay: Scene = ["finished", 1, "interrupted"];

/** The process is stopped instead, and goes on when another has long taken its runs. */
export const stopped = {
  "stopped model.said before": goesOn,
  // It had stored the call as sent. Whether it still sends it depends on what it notices first; nobody else does.
  "stopped call.sent after": ["finished", null, "interrupted"],
  "stopped call.answered before": ["finished", 1, "interrupted"],
} as const satisfies Partial<Record<Moment, Scene>>;

export const expected = new Map<string, Scene>([
  ...Object.entries<Scene>(killed),
  ...Object.entries<Scene>(stopped),
  [UNDER_WAY, underWay],
]);

/** Safe: the names are those above. */
export const killedMoments = Object.keys(killed) as Moment[];
export const stoppedMoments = Object.keys(stopped) as Moment[];

const ASKED = ["call.waiting", "call.decided", "run.stopAsked"];

export function toolFor(message: string): string {
  if (message === UNDER_WAY) return "hang";
  return ASKED.some((name) => message.includes(name)) ? "sign_off" : "note";
}

export const failing: ReadonlySet<string> = new Set(
  killedMoments.filter((moment) => moment.startsWith("model.failed")),
);
