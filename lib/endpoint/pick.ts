import "server-only";
import { authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { read } from "@/lib/db/read";
import type { Caller } from "./actor";
import { endpointName, readName } from "./names";

/** What is read of a pick before its tool is called. */
export const pickSelect = {
  mode: true,
  fingerprint: true,
  tool: {
    select: {
      id: true,
      name: true,
      reviewedFingerprint: true,
      latestFingerprint: true,
      unusable: true,
      connection: { select: { name: true, slug: true } },
    },
  },
} as const;

export type PickRow = {
  mode: "allow" | "ask";
  fingerprint: string;
  tool: {
    id: string;
    name: string;
    reviewedFingerprint: string | null;
    latestFingerprint: string | null;
    unusable: string | null;
    connection: { name: string; slug: string };
  };
};

/** The assignment's pick that goes by this name at its endpoint. */
export async function findPick({ actor, assignment }: Caller, name: string): Promise<PickRow | null> {
  const permit = authorize(actor, "endpoints.use");
  const reading = readName(name);
  const picks = await read(permit).pick.findMany({
    where: {
      assignmentId: assignment.id,
      workspaceId: permit.workspaceId,
      ...(reading.kind === "spelled" && {
        tool: { name: reading.tool, connection: { slug: reading.slug } },
      }),
    },
    relationLoadStrategy: "join",
    select: pickSelect,
  });
  return picks.find(({ tool }) => endpointName(tool.connection.slug, tool.name) === name) ?? null;
}

/** The definitions of everything that can be called now, as reviewed, under the names of this endpoint. */
export async function listCallable({ actor, assignment }: Caller): Promise<CallableTool[]> {
  const permit = authorize(actor, "endpoints.use");
  const picks = await read(permit).pick.findMany({
    where: { assignmentId: assignment.id, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: {
      ...pickSelect,
      tool: { select: { ...pickSelect.tool.select, reviewed: true, position: true } },
    },
    orderBy: [{ tool: { connection: { name: "asc" } } }, { tool: { position: "asc" } }],
  });
  return picks
    .filter((pick) => problemOf(pick, pick.tool) === null)
    .map(({ tool }) => ({
      name: endpointName(tool.connection.slug, tool.name),
      // Safe: only definitions that are JSON objects with an input schema are ever accepted.
      definition: tool.reviewed as CallableTool["definition"],
    }));
}

export type CallableTool = {
  name: string;
  definition: { name: string; inputSchema: { type: "object" }; [member: string]: unknown };
};
