import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { freePort, listen, shut } from "../support/ports";
import { startUpstream } from "./upstream";

/**
 * An assignment's endpoint with every tool of the suite's picked, served by its
 * own route handlers. The suite knows its tools by fixed names and has no token;
 * in front of the handlers both are seen to, and nothing else is touched.
 */
export async function openEndpoint() {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  const upstream = await startUpstream();
  const port = await freePort();
  process.env["PATCHBAY_DATA"] = folder;
  process.env["PATCHBAY_URL"] = `http://localhost:${port}`;
  process.env["PATCHBAY_EGRESS_ALLOW"] = new URL(upstream.url).host;

  const { openDatabase, closeDatabase } = await import("@/lib/db/client");
  const { closeAllSessions } = await import("@/lib/mcp/sessions");
  const { buildWorkspace } = await import("../support/builders");
  const { addOpen, buildAssignment, tokenFor } = await import("../integration/endpoint-house");
  const { listTools } = await import("@/lib/tools/queries");
  await openDatabase({ kind: "embedded", folder });
  const { admin } = await buildWorkspace();
  const connection = await addOpen(admin, "Suite", upstream.url);
  const tools = await listTools(admin, connection);
  const assignmentId = await buildAssignment(
    admin,
    Object.fromEntries(tools.map(({ name }) => [name, "allow"] as const)),
  );
  const token = await tokenFor(admin, assignmentId);
  const server = await serve(port, assignmentId, token);
  return {
    url: `http://localhost:${port}/mcp/${assignmentId}`,
    close: async () => {
      await shut(server);
      await closeAllSessions();
      await closeDatabase();
      await upstream.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const PREFIX = "suite__";

async function serve(port: number, assignmentId: string, token: string): Promise<Server> {
  const { DELETE, GET, POST } = await import("@/app/mcp/[assignmentId]/route");
  const params = { params: Promise.resolve({ assignmentId }) };
  const handle = toNodeHandler({
    fetch: async (request) => {
      if (request.method === "DELETE") return DELETE();
      if (request.method !== "POST") return GET();
      const { sent, method } = await dress(request, token);
      const response = await POST(sent, params);
      return method === "tools/list" ? undress(response) : response;
    },
  });
  const server = createServer(
    (request, response) => void handle(request as Parameters<typeof handle>[0], response),
  );
  await listen(server, port);
  return server;
}

/** Adds the token, and the connection's slug before a tool's name. */
async function dress(request: Request, token: string) {
  const message: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const { method, params } = Object(message);
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${token}`);
  const named = headers.get("mcp-name");
  if (method !== "tools/call" || typeof params?.name !== "string") {
    return { method, sent: new Request(request, { headers }) };
  }
  if (named !== null) headers.set("mcp-name", PREFIX + named);
  const body = JSON.stringify({ ...Object(message), params: { ...params, name: PREFIX + params.name } });
  headers.delete("content-length");
  return {
    method,
    sent: new Request(request.url, { method: "POST", headers, body, signal: request.signal }),
  };
}

async function undress(response: Response): Promise<Response> {
  const body = (await response.text()).replaceAll(`"${PREFIX}`, '"');
  return new Response(body, response);
}
