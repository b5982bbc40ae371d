import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { read } from "@/lib/db/read";
import type { JsonObject } from "@/lib/mcp/upstream";
import { offerTools } from "@/lib/model/many-tools";
import type { ModelTool } from "@/lib/model/messages";
import type { Provider } from "@/lib/model/schema";
import { LISTED } from "@/lib/tools/listed";
import { endpointName } from "@/lib/tools/names";
import type { RunTool } from "./schema";
import type { Resolve, RunState } from "./state";

/** A picked tool that can be called now, with the definition that was reviewed. */
export type ReadyTool = RunTool & { title: string | null; description: string; inputSchema: JsonObject };

/** The tools a run may call now, as its model is offered them. */
export type Toolbox = {
  definitions: readonly ModelTool[];
  offer: "all" | "search";
  /** What `run.started` says of them. */
  listed: RunTool[];
  resolve: Resolve;
};

/** A tool that is picked for the first time while a run is under way is not for that run. */
export async function makeToolbox(
  actor: Actor,
  assignmentId: string | null,
  { start }: RunState,
  provider: Provider,
): Promise<Toolbox> {
  const ready = assignmentId === null ? [] : await readyTools(actor, assignmentId);
  const known = start && new Set(start.tools.map(({ toolId }) => toolId));
  const tools = known ? ready.filter(({ toolId }) => known.has(toolId)) : ready;
  const { kind, definitions, resolve } = offerTools(provider, tools);
  const listed = tools.map(({ title: _title, description: _, inputSchema: __, ...tool }) => tool);
  return { offer: kind, definitions, listed, resolve };
}

/** The picks of an assignment that can be called now, as they are at this moment. */
export async function readyTools(actor: Actor, assignmentId: string): Promise<ReadyTool[]> {
  const permit = authorize(actor, "runs.start");
  const picks = await read(permit).pick.findMany({
    where: { assignmentId, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: {
      mode: true,
      fingerprint: true,
      tool: {
        select: { ...LISTED, latest: false, connection: { select: { id: true, name: true, slug: true } } },
      },
    },
    orderBy: [{ tool: { connection: { name: "asc" } } }, { tool: { position: "asc" } }],
  });
  return picks
    .filter((pick) => problemOf(pick, pick.tool) === null)
    .map(({ mode, fingerprint, tool }) => ({
      toolId: tool.id,
      name: endpointName(tool.connection.slug, tool.name),
      tool: tool.name,
      connectionId: tool.connection.id,
      connection: tool.connection.name,
      mode,
      fingerprint,
      ...described(tool.reviewed),
    }));
}

/** Only definitions that are JSON objects with an input schema are ever accepted. */
function described(reviewed: unknown): Pick<ReadyTool, "title" | "description" | "inputSchema"> {
  const { title, description, inputSchema } = reviewed as {
    title?: unknown;
    description?: unknown;
    inputSchema: JsonObject;
  };
  return { title: text(title), description: text(description) ?? "", inputSchema };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
