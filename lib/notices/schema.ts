import { z } from "zod";

/** What a member should hear of, as whoever makes it happen knows it. */
export type News =
  | {
      kind: "approval";
      approvalId: string;
      /** Null when a host asks through an endpoint. */
      runId: string | null;
      assignment: string;
      tool: string;
      connection: string;
    }
  | { kind: "runFailed"; runId: string; assignment: string; by: "person" | "schedule" }
  | { kind: "signIn" | "workspaceSignIn"; connectionId: string; connection: string }
  | {
      kind: "scheduleMissed" | "schedulePaused";
      scheduleId: string;
      assignmentId: string;
      assignment: string;
      /** A sentence for the person. */
      reason: string;
    };

/** What Home lists as news. Everything else it lists from the things themselves, as long as they wait. */
export const newsKinds = [
  "runFailed",
  "workspaceSignIn",
  "scheduleMissed",
  "schedulePaused",
] as const satisfies News["kind"][];

/** News as Home shows it. */
export type NoticeView = {
  id: string;
  kind: (typeof newsKinds)[number];
  /** The run, the schedule or whatever else it is about. */
  subjectId: string;
  title: string;
  text: string;
  /** A path in the console. */
  href: string;
  createdAt: Date;
};

/** Several are dismissed at once as their ids with commas between them. */
export const dismissInput = z.object({
  noticeIds: z
    .string()
    .max(10_000)
    .transform((ids) => ids.split(",")),
});

export const mailChoiceInput = z.object({ wanted: z.literal("on").optional() });
