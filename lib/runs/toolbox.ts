import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { problemOf } from "@/lib/assignments/standing";
import { read } from "@/lib/db/read";
import type { JsonObject } from "@/lib/mcp/upstream";
import { offerTools } from "@/lib/model/many-tools";
import type { ModelTool } from "@/lib/model/messages";
import type { Provider } from "@/lib/model/schema";
import { endpointName } from "@/lib/tools/names";
import type { RunTool } from "./schema";
import type { Resolve, RunState } from "./state";

/** The tools a run may call now, as its model is offered them. */
export type Toolbox = {
  /** What it was made of. */
  key: string;
  definitions: readonly ModelTool[];
  offer: "all" | "search";
  /** What `run.started` says of them. */
  listed: readonly RunTool[];
  resolve: Resolve;
};

/**
 * What may be called is looked up for each step; definitions are read, and made
 * fit for the model, only when that has changed since `before`. A tool that is
 * picked for the first time while a run is under way, or changed and picked
 * again, is not for that run.
 */
export async function makeToolbox(
  actor: Actor,
  assignmentId: string | null,
  { start }: RunState,
  provider: Provider,
  before: Toolbox | null,
): Promise<Toolbox> {
  const permit = authorize(actor, "runs.start");
  const ready = assignmentId === null ? [] : await readyPicks(permit, assignmentId);
  const known = start && new Map(start.tools.map(({ toolId, fingerprint }) => [toolId, fingerprint]));
  const listed = known ? ready.filter(({ toolId, fingerprint }) => known.get(toolId) === fingerprint) : ready;
  const key = JSON.stringify([provider, listed]);
  if (before?.key === key) return before;

  const { kind, definitions, resolve } = offerTools(provider, await defined(permit, listed));
  return { key, offer: kind, definitions, listed, resolve };
}

/** The picks of an assignment that can be called now. */
async function readyPicks(permit: PersonalPermit, assignmentId: string): Promise<RunTool[]> {
  const picks = await read(permit).pick.findMany({
    where: { assignmentId, workspaceId: permit.workspaceId },
    relationLoadStrategy: "join",
    select: { mode: true, fingerprint: true, tool: { select: STANDING } },
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
    }));
}

const STANDING = {
  id: true,
  name: true,
  reviewedFingerprint: true,
  latestFingerprint: true,
  unusable: true,
  accepted: true,
  connection: { select: { id: true, name: true, slug: true } },
} as const;

type DefinedTool = RunTool & { title: string | null; description: string; inputSchema: JsonObject };

async function defined(permit: PersonalPermit, tools: readonly RunTool[]): Promise<DefinedTool[]> {
  const rows = await read(permit).tool.findMany({
    where: { id: { in: tools.map(({ toolId }) => toolId) }, workspaceId: permit.workspaceId },
    select: { id: true, reviewed: true },
  });
  const byId = new Map(rows.map(({ id, reviewed }) => [id, reviewed]));
  return tools.map((tool) => ({ ...tool, ...described(byId.get(tool.toolId)) }));
}

/** Only definitions that are JSON objects with an input schema are ever accepted. */
function described(reviewed: unknown): Omit<DefinedTool, keyof RunTool> {
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
