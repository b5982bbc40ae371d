import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { DELETE, GET, POST } from "@/app/mcp/[assignmentId]/route";
import type { Actor } from "@/lib/access/actor";
import { createAssignment, saveSetup } from "@/lib/assignments/commands";
import { listSetup } from "@/lib/assignments/queries";
import type { PickMode } from "@/lib/assignments/schema";
import { createConnection } from "@/lib/connections/commands";
import type { Settings } from "@/lib/connections/schema";
import { createToken } from "@/lib/endpoint/commands";
import { standInFront } from "@/lib/endpoint/front";
import { signInWithHeaders, signInWithKey } from "@/lib/sign-ins/commands";
import { recordListing, refreshTools } from "@/lib/tools/commands";
import { erpToken, warehouseKey } from "../fakes/sample-credentials";
import { apiKey, connectionInput } from "../support/connection-input";
import { listen } from "../support/ports";

/** The endpoints as production serves them, at this port: calls in front, and the route behind for the rest. */
export async function startEndpoints(port: number): Promise<Server> {
  const handlers: Record<string, (request: Request, assignmentId: string) => Response | Promise<Response>> = {
    GET,
    DELETE,
    POST: (request, assignmentId) => POST(request, { params: Promise.resolve({ assignmentId }) }),
  };
  const handle = toNodeHandler({
    fetch: async (request) => {
      const id = decodeURIComponent(new URL(request.url).pathname.replace("/mcp/", ""));
      return handlers[request.method]?.(request, id) ?? new Response(null, { status: 405 });
    },
  });
  const server = createServer(
    (request, response) => void handle(request as Parameters<typeof handle>[0], response),
  );
  standInFront(server);
  await listen(server, port);
  return server;
}

const headers: Settings = {
  authorization: "headers",
  headers: [
    { name: "X-ERP-User", secret: false, hint: "", shared: false },
    { name: "X-ERP-Token", secret: true, hint: "", shared: false },
  ],
};

/** Adds a server that needs no sign-in, with its tools listed. */
export async function addOpen(admin: Actor, name: string, url: string): Promise<string> {
  const id = await add(admin, name, url, { authorization: "none" });
  await refreshTools(admin, id);
  return id;
}

export async function addWarehouse(admin: Actor, url: string): Promise<string> {
  return add(admin, "Warehouse API", url, apiKey);
}

export async function addErp(admin: Actor, url: string): Promise<string> {
  return add(admin, "Legacy ERP", url, headers);
}

function add(admin: Actor, name: string, url: string, settings: Settings): Promise<string> {
  return createConnection(admin, connectionInput(name, url, settings));
}

/** Signs somebody in to the warehouse with the key that is theirs there, and takes in what it lists for them. */
export async function signInToWarehouse(actor: Actor, connectionId: string, person: string): Promise<void> {
  await recordListing(actor, connectionId, await signInWithKey(actor, connectionId, warehouseKey(person)));
}

export async function signInToErp(actor: Actor, connectionId: string, person: string): Promise<void> {
  const values = [
    { name: "X-ERP-User", value: person },
    { name: "X-ERP-Token", value: erpToken(person) },
  ];
  await recordListing(actor, connectionId, await signInWithHeaders(actor, connectionId, values));
}

/** An assignment with these tools picked, each in the mode it is given. */
export async function buildAssignment(author: Actor, picks: Record<string, PickMode>): Promise<string> {
  const id = await createAssignment(author, {
    name: `Assignment ${randomUUID().slice(0, 8)}`,
    instructions: "",
  });
  const setup = await listSetup(author, id);
  const tools = setup?.groups.flatMap((group) => group.tools) ?? [];
  await saveSetup(author, id, {
    version: 1,
    instructions: "",
    picks: Object.entries(picks).map(([name, mode]) => {
      const tool = tools.find((one) => one.name === name);
      if (!tool?.mark) throw new Error(`${name} can't be picked.`);
      return { toolId: tool.id, mode, mark: tool.mark };
    }),
  });
  return id;
}

export function tokenFor(actor: Actor, assignmentId: string): Promise<string> {
  return createToken(actor, { assignmentId, name: "Test", expiry: "7" });
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
