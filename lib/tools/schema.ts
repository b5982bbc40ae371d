import { z } from "zod";

/**
 * `ready`: reviewed and unchanged, so callable. `new` and `changed`: held until an admin accepts.
 * `gone`: no longer listed. `unusable`: its definition can't be used, and `reason` says why.
 */
export type ToolStatus = "ready" | "new" | "changed" | "gone" | "unusable";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What the server hints about a tool. Hints, not promises: the server wrote them. */
export type ToolHints = { reads: boolean; destroys: boolean };

export type ToolView = {
  id: string;
  connectionId: string;
  name: string;
  title: string | null;
  /** The first line is what lists show. */
  description: string;
  hints: ToolHints;
  status: ToolStatus;
  reason: string | null;
  inputSchema: JsonObject;
  outputSchema: JsonObject | null;
  /** SHA-256 of the definition that would be called; null when there is none. */
  fingerprint: string | null;
};

/** A difference between the reviewed catalogue and what the server says now. `seen` is the fingerprint an acceptance answers for. */
export type ToolChange =
  | { kind: "new"; toolId: string; name: string; before: null; after: JsonObject; seen: string }
  | {
      kind: "changed";
      toolId: string;
      name: string;
      /** Whether the server has gone back to an earlier definition before. */
      goesBack: boolean;
      before: JsonObject;
      after: JsonObject;
      seen: string;
    }
  | {
      kind: "renamed";
      toolId: string;
      /** The tool that went; its picks go over to the new name. */
      fromToolId: string;
      name: string;
      from: string;
      before: JsonObject;
      after: JsonObject;
      seen: string;
    }
  | { kind: "gone"; toolId: string; name: string; before: JsonObject; after: null; seen: null };

export type ToolCounts = { connectionId: string; usable: number; held: number };

/** What a listing changed, for the sentence after Refresh or a sign-in. */
export type ListingOutcome = { tools: number; held: number; gone: number; unusable: number; first: boolean };

/** A call somebody tried, rendered as text by whoever shows it. */
export type TriedCall =
  /** It goes on once its person has answered; `conversation` says which call that is. */
  | { kind: "asks"; conversation: string; message: string; schema: JsonObject }
  | {
      kind: "answered";
      isError: boolean;
      content: Json[];
      structured: Json | null;
      durationMs: number;
      raw: string;
    }
  | { kind: "failed"; sentence: string; durationMs: number };

/** What a person says to a question of a tool. */
export const questionReply = z.discriminatedUnion("action", [
  z.object({ action: z.literal("accept"), content: z.record(z.string(), z.json()) }),
  z.object({ action: z.literal("decline") }),
]);
export type QuestionReply = z.infer<typeof questionReply>;

export const acceptForm = z.object({
  connectionId: z.string(),
  /** `toolId:fingerprint` for each change that was on the screen; `gone` in place of the fingerprint for tools that went. */
  accepted: z.preprocess(
    (value) => (Array.isArray(value) ? value : value ? [value] : []),
    z.array(z.string()),
  ),
});
