import "server-only";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import { statusOf } from "./catalogue";
import { changesOf } from "./changes";
import { definitionOf, LISTED, type ListedTool } from "./listed";
import type { JsonObject, ToolChange, ToolCounts, ToolHints, ToolView } from "./schema";

/** A connection's tools, those that went included, in the server's order. */
export async function listTools(actor: Actor, connectionId: string): Promise<ToolView[]> {
  const permit = authorize(actor, "connections.view");
  const rows = await read(permit).tool.findMany({
    where: { connectionId, workspaceId: permit.workspaceId },
    select: LISTED,
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return rows.map(toView);
}

export async function findTool(actor: Actor, toolId: string): Promise<ToolView | null> {
  const permit = authorize(actor, "connections.view");
  const row = await read(permit).tool.findFirst({
    where: { id: toolId, workspaceId: permit.workspaceId },
    select: LISTED,
  });
  return row && toView(row);
}

/** What waits for an admin's eye on one connection. */
export async function listChanges(actor: Actor, connectionId: string): Promise<ToolChange[]> {
  const permit = authorize(actor, "connections.view");
  const rows = await read(permit).tool.findMany({
    where: { connectionId, workspaceId: permit.workspaceId },
    select: LISTED,
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return changesOf(rows);
}

/** For each connection that has listed tools: how many are callable, and how many changes wait for review. */
export async function countTools(actor: Actor): Promise<Map<string, ToolCounts>> {
  const permit = authorize(actor, "connections.view");
  const { workspaceId } = permit;
  const rows = await read(permit).tool.findMany({
    where: { workspaceId },
    select: { connectionId: true, reviewedFingerprint: true, latestFingerprint: true, unusable: true },
  });
  const counts = new Map<string, ToolCounts>();
  for (const { connectionId, ...tool } of rows) {
    const count = counts.get(connectionId) ?? { connectionId, usable: 0, held: 0 };
    const status = statusOf(tool);
    if (status === "ready") count.usable += 1;
    else if (isHeld(status, tool.reviewedFingerprint)) count.held += 1;
    counts.set(connectionId, count);
  }
  const held = [...counts.values()].filter((count) => count.held > 0).map(({ connectionId }) => connectionId);
  if (held.length > 0) await countChanges(permit, held, counts);
  return counts;
}

/** A renamed tool is two rows and one change, which only the definitions tell. */
async function countChanges(
  permit: Permit,
  connectionIds: string[],
  counts: Map<string, ToolCounts>,
): Promise<void> {
  const rows = await read(permit).tool.findMany({
    where: { workspaceId: permit.workspaceId, connectionId: { in: connectionIds } },
    select: LISTED,
  });
  for (const connectionId of connectionIds) {
    const count = counts.get(connectionId);
    const own = rows.filter((row) => row.connectionId === connectionId);
    if (count) count.held = changesOf(own).length;
  }
}

function isHeld(status: ReturnType<typeof statusOf>, reviewed: string | null): boolean {
  return status === "new" || status === "changed" || (status === "gone" && reviewed !== null);
}

export function toView(row: ListedTool): ToolView {
  const status = statusOf(row);
  const definition = definitionOf(row.reviewed) ?? definitionOf(row.latest) ?? {};
  return {
    id: row.id,
    connectionId: row.connectionId,
    name: row.name,
    title: textOf(definition["title"]) ?? textOf(objectOf(definition["annotations"])?.["title"]),
    description: textOf(definition["description"]) ?? "",
    hints: hintsOf(definition),
    status,
    reason: row.unusable,
    inputSchema: objectOf(definition["inputSchema"]) ?? {},
    outputSchema: objectOf(definition["outputSchema"]),
    fingerprint: status === "ready" ? row.reviewedFingerprint : null,
  };
}

/** A tool counts as reading only if it says so, and as destructive unless it says otherwise of its writes (MCP, ToolAnnotations). */
export function hintsOf(definition: JsonObject): ToolHints {
  const annotations = objectOf(definition["annotations"]) ?? {};
  const reads = annotations["readOnlyHint"] === true;
  return { reads, destroys: !reads && annotations["destructiveHint"] === true };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() ? value : null;
}

function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? definitionOf(value) : null;
}
