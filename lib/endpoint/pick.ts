import "server-only";
import { authorize, type PersonalPermit } from "@/lib/access/actor";
import type { PickMode } from "@/lib/assignments/schema";
import { problemOf } from "@/lib/assignments/standing";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { type CallableTool, callable } from "@/lib/tools/call";
import { LISTED } from "@/lib/tools/listed";
import { endpointName, readName } from "@/lib/tools/names";
import type { Caller } from "./actor";

/** A pick as it is read before its tool is called: the tool as the call wants it, with the caller's own sign-in. */
export type PickRow = {
  mode: PickMode;
  fingerprint: string;
  tool: CallableTool & { connection: { slug: string } };
};

/** The assignment's pick that goes by this name at its endpoint. */
export async function findPick(caller: Caller, name: string): Promise<PickRow | null> {
  const permit = authorize(caller.actor, "endpoints.use");
  const tool = await toolNamed(permit, caller, name);
  if (!tool) return null;
  return read(permit).pick.findFirst({
    where: { assignmentId: caller.assignment.id, workspaceId: permit.workspaceId, tool },
    relationLoadStrategy: "join",
    select: {
      mode: true,
      fingerprint: true,
      tool: { select: named(callable(permit.actor.id)) },
    },
  });
}

function named({ connection, ...tool }: ReturnType<typeof callable>) {
  return { ...tool, connection: { select: { ...connection.select, slug: true } } } as const;
}

async function toolNamed(
  permit: PersonalPermit,
  { assignment }: Caller,
  name: string,
): Promise<Prisma.ToolWhereInput | null> {
  const reading = readName(name);
  if (reading.kind === "spelled") return { name: reading.tool, connection: { slug: reading.slug } };

  const picks = await read(permit).pick.findMany({
    where: { assignmentId: assignment.id, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: { tool: { select: { id: true, name: true, connection: { select: { slug: true } } } } },
  });
  const found = picks.find(({ tool }) => endpointName(tool.connection.slug, tool.name) === name);
  return found ? { id: found.tool.id } : null;
}

/** The definitions of everything that can be called now, as reviewed, under the names of this endpoint. */
export async function listCallable({ actor, assignment }: Caller): Promise<OfferedTool[]> {
  const permit = authorize(actor, "endpoints.use");
  const picks = await read(permit).pick.findMany({
    where: { assignmentId: assignment.id, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: {
      fingerprint: true,
      tool: { select: { ...LISTED, latest: false, connection: { select: { slug: true } } } },
    },
    orderBy: [{ tool: { connection: { name: "asc" } } }, { tool: { position: "asc" } }],
  });
  return picks
    .filter((pick) => problemOf(pick, pick.tool) === null)
    .map(({ tool }) => ({
      name: endpointName(tool.connection.slug, tool.name),
      // Safe: only definitions that are JSON objects with an input schema are ever accepted.
      definition: tool.reviewed as OfferedTool["definition"],
    }));
}

export type OfferedTool = {
  name: string;
  definition: { name: string; inputSchema: { type: "object" }; [member: string]: unknown };
};
