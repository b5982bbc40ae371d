import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { connectLegacyServer } from "./legacy-server";
import { type AdmittedRequest, answerJson, type Offer, type OpenDoor } from "./sample-server";

/** How a server words a session it does not know: as the specification asks, or as some servers do. */
export type ForgottenStatus = 404 | 400;

/** The v1 SDK with a session for each client; a session answers only the person who opened it. */
export function sessionsDoor(forgottenStatus: ForgottenStatus = 404): OpenDoor {
  return (offer) => {
    const sessions = new Map<string, Session>();

    const forgetSessions = (): void => {
      const forgotten = [...sessions.values()];
      sessions.clear();
      for (const { transport } of forgotten) void transport.close();
    };

    return {
      async handle(request, response) {
        const id = request.headers["mcp-session-id"];
        if (id === undefined) return openSession(offer, sessions, request, response);

        const session = sessions.get(String(id));
        if (session?.person !== request.auth.extra.person) return answerForgotten(response, forgottenStatus);

        await session.transport.handleRequest(request, response);
      },
      forgetSessions,
      openSessions: () => sessions.size,
      close: async () => forgetSessions(),
    };
  };
}

/** The v1 SDK without sessions: a server for each request. */
export function statelessDoor(): OpenDoor {
  return (offer) => ({
    async handle(request, response) {
      const transport = new StreamableHTTPServerTransport();
      response.on("close", () => void transport.close());
      await connectLegacyServer(offer, transport);
      await transport.handleRequest(request, response);
    },
    forgetSessions() {},
    openSessions: () => 0,
    async close() {},
  });
}

type Session = { person: string; transport: StreamableHTTPServerTransport };

async function openSession(
  offer: Offer,
  sessions: Map<string, Session>,
  request: AdmittedRequest,
  response: ServerResponse,
): Promise<void> {
  const { person } = request.auth.extra;
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, { person, transport }),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await connectLegacyServer(offer, transport);
  await transport.handleRequest(request, response);
}

function answerForgotten(response: ServerResponse, status: ForgottenStatus): void {
  const message = status === 404 ? "Session not found" : "Bad Request: No valid session ID provided";
  answerJson(response, status, { jsonrpc: "2.0", error: { code: -32001, message }, id: null });
}
