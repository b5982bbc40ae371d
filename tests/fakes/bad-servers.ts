import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { listen, shut } from "../support/ports";
import { type LoggedRequest, logRequest } from "./call-log";
import { answerJson } from "./sample-server";

/** Something at an address that is not a usable MCP server. */
export type BadServer = { url: string; origin: string; requests: LoggedRequest[]; close(): Promise<void> };

type Port = { port?: number };

/** A web site: answers every request with a page. */
export const startWebSite = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) => answerPage(response, 200, "Welcome to our web site"));

/** Knows no such path. */
export const startNotFound = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) => answerPage(response, 404, "Not found"));

/** Asks for a credential and says nothing about how to get one; no OAuth metadata anywhere. */
export const startSilentlyProtected = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (request, response) => {
    if (request.url?.startsWith("/.well-known/")) return answerPage(response, 404, "Not found");
    answerJson(response, 401, { error: "unauthorized" });
  });

/** Sends everybody on, POST included, to wherever `location` says. */
export const startRedirect = (
  options: Port & { status: 301 | 302 | 307 | 308; location: string },
): Promise<BadServer> =>
  startBadServer(options, (_, response) => {
    response.writeHead(options.status, { location: options.location }).end();
  });

/** Accepts a request and never answers it. */
export const startNeverAnswers = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, () => {});

/** Starts an answer, then stays silent in the middle of it. */
export const startStallsInBody = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"jsonrpc":"2.0",');
  });

/** Breaks the connection off in the middle of an answer. */
export const startBreaksOff = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    response.write('{"jsonrpc":"2.0",', () => response.destroy());
  });

/** Answers JSON that never ends. */
export const startEndless = (options: Port = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"jsonrpc":"2.0","junk":"');
    const more = (): void => {
      while (response.writable && response.write("x".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  });

/** Answers every request with the status of a server in trouble. */
export const startBroken = (options: Port & { status?: 500 | 502 | 503 } = {}): Promise<BadServer> =>
  startBadServer(options, (_, response) =>
    answerPage(response, options.status ?? 500, "Something went wrong"),
  );

/** Speaks TCP but not HTTP. */
export async function startNotHttp(options: Port = {}): Promise<BadServer> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket)));
    socket.end("SSH-2.0-OpenSSH_9.9\r\n");
  });
  const origin = `http://127.0.0.1:${await listen(server, options.port)}`;

  return {
    url: `${origin}/mcp`,
    origin,
    requests: [],
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function startBadServer(options: Port, answer: RequestListener): Promise<BadServer> {
  const requests: LoggedRequest[] = [];
  const server = createServer((request, response) => {
    logRequest(requests, request, response);
    answer(request, response);
  });
  const origin = `http://127.0.0.1:${await listen(server, options.port)}`;

  return { url: `${origin}/mcp`, origin, requests, close: () => shut(server) };
}

function answerPage(response: ServerResponse, status: number, words: string): void {
  const page = `<!doctype html><title>${words}</title><h1>${words}</h1>`;
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(page);
}
