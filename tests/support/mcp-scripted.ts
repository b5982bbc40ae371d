import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, shut } from "./ports";

/** One JSON-RPC message as it reached the server, with the way to answer it by hand. */
export type Received = {
  http: string;
  path: string;
  method: string;
  id: unknown;
  params: Record<string, unknown>;
  /** The whole message, for those that are replies. */
  reply: unknown;
  headers: IncomingMessage["headers"];
  response: ServerResponse;
  /** Answers with a JSON-RPC result, as JSON. */
  result(result: unknown, headers?: Record<string, string>): void;
  /** Answers with a JSON-RPC error, as JSON. */
  error(status: number, code: number, message: string): void;
  /** Answers with any body. */
  body(status: number, contentType: string, body: string): void;
  /** Starts an event stream and sends these events, each as JSON in its data. */
  stream(...events: unknown[]): void;
};

export type Scripted = {
  url: string;
  origin: string;
  received: Received[];
  /** The methods in the order they came; what is not JSON-RPC is named by its HTTP method. */
  methods(): string[];
  socketsEver(): number;
  openAnswers(): number;
  close(): Promise<void>;
};

/** A server whose every answer the test writes: for what a kept library would never send. */
export async function startScripted(answer: (received: Received) => void): Promise<Scripted> {
  const received: Received[] = [];
  let sockets = 0;
  let openAnswers = 0;

  const server = createServer(async (request, response) => {
    openAnswers += 1;
    response.on("close", () => {
      openAnswers -= 1;
    });
    const entry = await read(request, response);
    received.push(entry);
    answer(entry);
  });
  server.on("connection", () => {
    sockets += 1;
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;

  return {
    url: `${origin}/mcp`,
    origin,
    received,
    methods: () => received.map(({ method, http }) => method || http),
    socketsEver: () => sockets,
    openAnswers: () => openAnswers,
    close: () => shut(server),
  };
}

/** Does what a 2025-era server does before the first tool is asked for; says whether it did. */
export function greet(received: Received, sessionId = "session-1"): boolean {
  const { method } = received;
  if (method === "initialize") {
    const serverInfo = { name: "Scripted", version: "1.0.0" };
    received.result(
      { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo },
      { "mcp-session-id": sessionId },
    );
    return true;
  }
  if (method === "server/discover") {
    received.error(400, -32601, "Method not found");
    return true;
  }
  if (!method.startsWith("notifications/") && received.http !== "DELETE") return false;
  received.response.writeHead(received.http === "DELETE" ? 200 : 202).end();
  return true;
}

/** A tool as `tools/list` gives it. */
export function toolNamed(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { name, description: `Does ${name}.`, inputSchema: { type: "object", properties: {} }, ...more };
}

async function read(request: IncomingMessage, response: ServerResponse): Promise<Received> {
  let text = "";
  for await (const chunk of request) text += chunk;
  const message = !text.startsWith("{") ? {} : (JSON.parse(text) as Record<string, unknown>);
  const { id, method = "", params = {} } = message;
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

  return {
    http: request.method ?? "",
    path: request.url ?? "",
    method: String(method),
    id,
    params: params as Record<string, unknown>,
    reply: message,
    headers: request.headers,
    response,
    result: (result, headers) => json(200, { jsonrpc: "2.0", id, result }, headers),
    error: (status, code, words) => json(status, { jsonrpc: "2.0", id, error: { code, message: words } }),
    body: (status, contentType, body) =>
      void response.writeHead(status, { "content-type": contentType }).end(body),
    stream(...events) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    },
  };
}
