import { canCall, verbOf } from "@/lib/sign-ins/state";
import type { ToolStatus } from "@/lib/tools/schema";
import type { PickProblem, SetupGroup, SetupTool } from "./schema";

/** Characters. It stands here so that the browser need not load the form's schema for it. */
export const INSTRUCTIONS_MAX = 20_000;

/** Why a pick can't be called now; null when it can. The endpoint and Setup, before it is saved, both ask here. */
export function problemIn(status: ToolStatus, isAsPicked: boolean): PickProblem | null {
  if (status === "gone" || status === "unusable") return status;
  if (status !== "ready") return "held";
  return isAsPicked ? null : "moved";
}

export function pickProblem(tool: SetupTool, pick: { mark: string }): PickProblem | null {
  return problemIn(tool.status, tool.mark === pick.mark);
}

/** Whether the asker's own calls to a connection would be stopped for want of a sign-in. */
export function lacksSignIn({ signIn }: SetupGroup): boolean {
  return !canCall(signIn);
}

/** Whether the asker has something to do about their sign-in before every tool of a connection answers them. */
export function waitsForPerson(group: SetupGroup): boolean {
  return lacksSignIn(group) || verbOf(group.signIn) === "Grant access";
}

/** The mode a new pick gets. The hints are the server's own words, so this only suggests. */
export function suggestedMode(tool: SetupTool): "allow" | "ask" {
  return tool.hints.reads ? "allow" : "ask";
}
