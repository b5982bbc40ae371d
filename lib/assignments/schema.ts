import { z } from "zod";
import type { SignInView } from "@/lib/sign-ins/schema";
import type { ToolHints, ToolStatus } from "@/lib/tools/schema";
import { INSTRUCTIONS_MAX } from "./state";

const name = z
  .string()
  .trim()
  .min(1, "Give it a name your team will recognise.")
  .max(80, "Use 80 characters at most.");

const instructions = z
  .string()
  .max(INSTRUCTIONS_MAX, "Use 20,000 characters at most.")
  .transform((text) => text.replaceAll("\r\n", "\n"));

const version = z.coerce.number().int();

export const modes = ["allow", "ask"] as const;
export type PickMode = (typeof modes)[number];

/** Enough of a fingerprint to notice that a tool changed between being shown and being saved. */
export const MARK_LENGTH = 12;

const wantedPick = z.object({ toolId: z.string(), mode: z.enum(modes), mark: z.string().min(MARK_LENGTH) });

/** A pick as its author wants it. `mark` is the beginning of the fingerprint that was on the screen. */
export type WantedPick = z.infer<typeof wantedPick>;

export const newAssignmentForm = z.object({ name, instructions: instructions.default("") });
export type NewAssignment = z.infer<typeof newAssignmentForm>;

export const renameForm = z.object({ assignmentId: z.string(), version, name });

export const setupForm = z.object({
  assignmentId: z.string(),
  version,
  instructions,
  /** JSON, because a form of 2,000 tools would be thousands of fields. */
  picks: z.string().transform(fromJson).pipe(z.array(wantedPick)),
});
export type SetupInput = { version: number; instructions: string; picks: WantedPick[] };

export const assignmentRef = z.object({ assignmentId: z.string() });

function fromJson(text: string, context: z.core.$RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("The picked tools did not arrive. Reload the page and try again.");
    return z.NEVER;
  }
}

/** An assignment as a list shows it. */
export type AssignmentView = {
  id: string;
  name: string;
  instructions: string;
  /** Null once its author has left. */
  author: string | null;
  /** Whether the one who asked may change it. */
  editable: boolean;
  version: number;
  picks: number;
  updatedAt: Date;
};

/** What a removal would cost: whose tokens die with it. */
export type AssignmentImpact = { tokens: { name: string; member: string }[] };

/** The tools of all connections with the picks of one assignment among them. Lean: it is sent to the browser whole. */
export type Setup = { assignment: AssignmentView; groups: SetupGroup[] };

export type SetupGroup = {
  connectionId: string;
  name: string;
  host: string;
  /** The asker's own sign-in to it. */
  signIn: Pick<SignInView, "state" | "vouched" | "reason" | "missing" | "shared">;
  tools: SetupTool[];
};

export type SetupTool = {
  id: string;
  name: string;
  /** The first line of its description. */
  line: string;
  hints: ToolHints;
  status: ToolStatus;
  /** Of the definition a pick would be made from; null while it can't be picked. */
  mark: string | null;
  pick: { mode: PickMode; mark: string } | null;
};

/** Why a picked tool can't be called. `moved`: it was changed and accepted since it was picked. */
export type PickProblem = "held" | "gone" | "unusable" | "moved";
