import type { PickProblem } from "@/lib/assignments/schema";

type Call = { tool: string; connection: string; assignment: string };
type Named = Call & { reason: string | null };

/** `missing`: gone, and no admin has looked yet, so it may also have been renamed. */
type Obstacle = PickProblem | "missing";

/** What a host is told when a picked tool can't be called, in words its model can pass on. */
export function problemSentence(problem: Obstacle, { tool, connection, assignment, reason }: Named): string {
  switch (problem) {
    case "held":
      return `${tool} of ${connection} is held: it changed since it was reviewed. An admin has to accept the change before it can be called.`;
    case "missing":
      return `${tool} of ${connection} is held: the server took it off its list or renamed it. An admin has to look at the changes of ${connection} first.`;
    case "gone":
      return `${connection} does not offer ${tool} any more.`;
    case "unusable":
      return `${tool} of ${connection} can't be used: ${reason}.`;
    case "moved":
      return `${tool} of ${connection} changed since it was picked. Its author has to look at it in Setup of the assignment “${assignment}”.`;
  }
}

export function approvalSentence({ tool, connection, assignment }: Call): string {
  return `${tool} of ${connection} is set to Ask in the assignment “${assignment}”, so this call waits for your yes. Nothing was called.`;
}

export function deniedSentence({ tool, connection }: Call, reason: string | null): string {
  return `This call of ${tool} of ${connection} was denied${reason ? `: ${reason}` : "."}`;
}

export function crowdedSentence(waiting: number): string {
  return `${waiting} calls wait for your answer already. Answer some of them in the console first. Nothing was called.`;
}

export function tooLargeSentence({ tool, connection }: Call, bytesMax: number): string {
  return `${tool} of ${connection} is set to Ask, and its arguments are too large for a person to look through: ${bytesMax / 1024} kB at most. Nothing was called.`;
}

export function misfitSentence({ tool, connection }: Call, fault: string): string {
  return `${tool} of ${connection} does not take these arguments: ${fault} Nothing was called, and nobody was asked to approve it.`;
}

/** A few names are said; of many, where to find them. */
export function unknownToolSentence(name: string, offered: readonly string[]): string {
  if (offered.length === 0) return `Unknown tool: ${name}. This endpoint offers no tools now.`;
  const names = offered.join(", ");
  if (names.length > NAMED_MAX)
    return `Unknown tool: ${name}. List this endpoint's tools (tools/list) to see their names.`;
  return `Unknown tool: ${name}. This endpoint's ${offered.length === 1 ? "tool is" : "tools are"} ${names}.`;
}

/** Characters. */
const NAMED_MAX = 400;

/** What a host is told when what allowed a call was taken away while it waited for its person's yes. */
export const CHANGED =
  "The token, the sign-in or the tool changed while this call waited for its person's yes. Nothing was called.";

export const TROUBLE = "Something went wrong in Patchbay, and the call was not completed.";
