import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from "node:http";
import { buffer, text } from "node:stream/consumers";
import { listen } from "../support/ports";

/** What the endpoint puts before the names of a connection's tools. */
const PREFIX = "suite__";

type Way = { port: number; target: number; token: string };

/**
 * Stands between the suite and an endpoint, because the suite has no token and
 * knows its tools by fixed names: adds the one, and puts the connection's slug
 * before the other. Everything else passes as it is, the Host header too.
 */
export async function startGoBetween({ port, target, token }: Way): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const { method, headers, body } = dress(incoming, await buffer(incoming), token);
    const forward = request(
      { host: "127.0.0.1", port: target, method: incoming.method, path: incoming.url, headers },
      async (answer) => {
        const { "content-length": _, ...answered } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, answered);
        if (method === "tools/list") outgoing.end((await text(answer)).replaceAll(`"${PREFIX}`, '"'));
        else answer.pipe(outgoing);
      },
    );
    forward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forward.destroy());
    forward.end(body);
  });
  await listen(server, port);
  return server;
}

function dress(incoming: IncomingMessage, body: Buffer, token: string) {
  const message = read(body);
  const headers: IncomingHttpHeaders = { ...incoming.headers, authorization: `Bearer ${token}` };
  const { method, params } = message;
  if (method !== "tools/call" || typeof params?.name !== "string") return { method, headers, body };

  const named = headers["mcp-name"];
  if (typeof named === "string") headers["mcp-name"] = PREFIX + named;
  const dressed = JSON.stringify({ ...message, params: { ...params, name: PREFIX + params.name } });
  headers["content-length"] = String(Buffer.byteLength(dressed));
  return { method, headers, body: dressed };
}

function read(body: Buffer): { method?: unknown; params?: { name?: unknown } } {
  try {
    return Object(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}
