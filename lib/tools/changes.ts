import "server-only";
import { statusOf } from "./catalogue";
import { namelessFingerprintOf } from "./fingerprint";
import { definitionOf, type ListedTool } from "./listed";
import type { ToolChange } from "./schema";

/** What an admin has to look at: the differences between the reviewed catalogue and the latest listing. */
export function changesOf(tools: ListedTool[]): ToolChange[] {
  const went = tools.filter((tool) => tool.reviewedFingerprint !== null && statusOf(tool) === "gone");
  const renames = pairRenames(tools, went);
  const renamed = new Set([...renames.values()].map(({ id }) => id));

  return tools.flatMap((tool): ToolChange[] => {
    const { id: toolId, name, latestFingerprint: seen } = tool;
    const after = definitionOf(tool.latest);
    const before = definitionOf(tool.reviewed);
    const from = renames.get(toolId);
    const status = statusOf(tool);
    if (status === "gone" && before && tool.reviewedFingerprint !== null && !renamed.has(toolId)) {
      return [{ kind: "gone", toolId, name, before, after: null, seen: null }];
    }
    if (!after || seen === null) return [];
    const old = from && definitionOf(from.reviewed);
    if (old)
      return [
        { kind: "renamed", toolId, fromToolId: from.id, name, from: from.name, before: old, after, seen },
      ];
    if (status === "new") return [{ kind: "new", toolId, name, before: null, after, seen }];
    const { goesBack } = tool;
    return status === "changed" && before
      ? [{ kind: "changed", toolId, name, goesBack, before, after, seen }]
      : [];
  });
}

/** A tool that went and one that came, alike in all but their name, are one tool. Each is paired once. */
function pairRenames(tools: ListedTool[], went: ListedTool[]): Map<string, ListedTool> {
  if (went.length === 0) return new Map();
  const left = new Map(went.map((tool) => [nameless(tool.reviewed), tool]));
  const pairs = new Map<string, ListedTool>();
  for (const tool of tools.filter((one) => statusOf(one) === "new")) {
    const key = nameless(tool.latest);
    const old = left.get(key);
    if (!old) continue;
    pairs.set(tool.id, old);
    left.delete(key);
  }
  return pairs;
}

function nameless(definition: unknown): string {
  return namelessFingerprintOf(definitionOf(definition) ?? {});
}
