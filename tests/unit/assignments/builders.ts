import type { AssignmentView, SetupGroup, SetupTool } from "@/lib/assignments/schema";

export const MARK = "a".repeat(12);

export function buildTool(name: string, given: Partial<SetupTool> = {}): SetupTool {
  return {
    id: name,
    name,
    line: "",
    hints: { reads: false, destroys: false },
    status: "ready",
    mark: MARK,
    pick: null,
    ...given,
  };
}

/** A connection the reader is signed in to. */
export function buildGroup(name: string, tools: SetupTool[]): SetupGroup {
  return {
    connectionId: name,
    name,
    host: "example.com",
    signIn: { state: "connected", vouched: false, reason: null, missing: null, shared: false },
    tools,
  };
}

export function buildAssignmentView(given: Partial<AssignmentView> = {}): AssignmentView {
  return {
    id: "a1",
    name: "Weekly report",
    instructions: "",
    author: "Ada",
    editable: true,
    version: 1,
    picks: 0,
    updatedAt: new Date("2026-11-22T12:00:00Z"),
    ...given,
  };
}
