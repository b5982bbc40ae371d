import { createServer, type IncomingMessage } from "node:http";
import { listen, shut } from "../support/ports";
import type { BadServer } from "./bad-servers";
import { type LoggedRequest, logRequest } from "./call-log";
import { answerJson } from "./sample-server";

/**
 * A server of the 2025 era written without an SDK, so that its `tools/list` and its results may be anything at all.
 * Without options, one good tool stands among malformed ones.
 */
export async function startCarelessServer(
  options: { port?: number; tools?: readonly unknown[]; result?: unknown } = {},
): Promise<BadServer> {
  const { tools = malformedTools, result = { content: [{ type: "text", text: "Fine." }] } } = options;
  const answers: Record<string, unknown> = {
    initialize: {
      protocolVersion: "2025-06-18",
      capabilities: { tools: {} },
      serverInfo: { name: "Careless", version: "0.1" },
    },
    "tools/list": { tools },
    "tools/call": result,
  };

  const requests: LoggedRequest[] = [];
  const server = createServer(async (request, response) => {
    logRequest(requests, request, response);
    if (request.method !== "POST") return answerJson(response, 405, { error: "method_not_allowed" });
    const { id, method } = await readMessage(request);
    if (id === undefined) return response.writeHead(202).end();
    if (method && method in answers)
      return answerJson(response, 200, { jsonrpc: "2.0", id, result: answers[method] });

    answerJson(response, 200, { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } });
  });
  const origin = `http://127.0.0.1:${await listen(server, options.port)}`;

  return { url: `${origin}/mcp`, origin, requests, close: () => shut(server) };
}

const inputSchema = { type: "object", properties: {} };

const malformedTools = [
  { name: "works", description: "The one good tool.", inputSchema },
  { name: "no_schema", description: "Has no input schema." },
  { name: "null_words", description: null, annotations: null, inputSchema },
  { description: "Has no name.", inputSchema },
  { name: "dangling", inputSchema, outputSchema: { type: "object", $ref: "#/$defs/missing" } },
];

async function readMessage(request: IncomingMessage): Promise<{ id?: string | number; method?: string }> {
  let body = "";
  for await (const chunk of request) body += chunk;

  return JSON.parse(body);
}
