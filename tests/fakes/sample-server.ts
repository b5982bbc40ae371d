import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, shut } from "../support/ports";
import {
  type LoggedCall,
  type LoggedRequest,
  logRequest,
  outcomeOf,
  pathOf,
  plainHeaders,
  remember,
} from "./call-log";
import type { Caller, SampleTool, ToolAnswer, ToolDefinition } from "./sample-tool";
import { createToolShelf, type ToolKnobs } from "./tool-shelf";

/** A sample MCP server that is running: where it is, what reached it, and the knobs a test turns. */
export type SampleServer = ToolKnobs & {
  name: string;
  url: string;
  origin: string;
  calls: LoggedCall[];
  requests: LoggedRequest[];
  /** Drops every session, as a restarted server would. A stateless server has none to drop. */
  forgetSessions(): void;
  openSessions(): number;
  close(): Promise<void>;
};

/** `hostname` is only how the server names itself; it always listens on 127.0.0.1. */
export type ServerAddress = { port?: number; hostname?: string };

/** What a server thinks of a request's credential before any protocol code sees it. */
export type Admission =
  | { kind: "admitted"; person: string }
  | { kind: "turned-away"; status: number; headers?: Record<string, string>; body: unknown };

/** One protocol revision and transport. It asks `offer` for everything that is not protocol. */
export type Door = {
  handle(request: AdmittedRequest, response: ServerResponse): Promise<void>;
  forgetSessions(): void;
  openSessions(): number;
  close(): Promise<void>;
};

export type OpenDoor = (offer: Offer) => Door;

/** `auth` is where both SDKs look for what a gate in front of them found out. */
export type AdmittedRequest = IncomingMessage & {
  auth: { token: string; clientId: string; scopes: string[]; extra: { person: string } };
};

/** What the server offers, whatever the protocol it is asked in. */
export type Offer = {
  name: string;
  page(cursor: string | undefined): { tools: ToolDefinition[]; nextCursor?: string };
  call(asked: Asked, caller: Omit<Caller, "person">): Promise<ToolAnswer>;
};

export type Asked = {
  tool: string;
  arguments: Record<string, unknown> | undefined;
  auth: { extra?: Record<string, unknown> } | undefined;
  headers: IncomingHttpHeaders | Headers | undefined;
};

type Site = ServerAddress & {
  name: string;
  tools: readonly SampleTool[];
  pageSize?: number;
  openDoor: OpenDoor;
  /** Called with the server's own origin, because what is refused may have to name it. */
  admit(headers: IncomingHttpHeaders, origin: string): Promise<Admission>;
  /** Documents served beside the MCP endpoint, by path. */
  documents?(origin: string): Record<string, unknown>;
  paths?: readonly string[];
};

export async function startSampleServer(site: Site): Promise<SampleServer> {
  const shelf = createToolShelf(site.tools, site.pageSize);
  const calls: LoggedCall[] = [];
  const requests: LoggedRequest[] = [];
  const door = site.openDoor({ name: site.name, page: shelf.page, call: loggedCalls(shelf.call, calls) });
  const paths = site.paths ?? ["/mcp"];
  let origin = "";

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request);
    const document = site.documents?.(origin)[path];
    if (document) return answerJson(response, 200, document);
    if (!paths.includes(path)) return answerJson(response, 404, { error: "not_found" });

    const admission = await site.admit(request.headers, origin);
    if (admission.kind === "turned-away") {
      return answerJson(response, admission.status, admission.body, admission.headers);
    }
    await door.handle(admitted(request, admission.person), response);
  };
  const server = createServer((request, response) => {
    logRequest(requests, request, response);
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  const port = await listen(server, site.port);
  origin = `http://${site.hostname ?? "127.0.0.1"}:${port}`;

  return {
    name: site.name,
    url: `${origin}${paths[0]}`,
    origin,
    calls,
    requests,
    renameTool: shelf.renameTool,
    describeTool: shelf.describeTool,
    addTool: shelf.addTool,
    removeTool: shelf.removeTool,
    forgetSessions: door.forgetSessions,
    openSessions: door.openSessions,
    async close() {
      await door.close();
      await shut(server);
    },
  };
}

type Call = (tool: string, args: Record<string, unknown>, caller: Caller) => Promise<ToolAnswer>;

function loggedCalls(call: Call, calls: LoggedCall[]): Offer["call"] {
  return async (asked, caller) => {
    const person = String(asked.auth?.extra?.person);
    const args = asked.arguments ?? {};
    const headers = plainHeaders(asked.headers);
    const logged = remember<LoggedCall>(calls, {
      tool: asked.tool,
      person,
      arguments: args,
      headers,
      outcome: "running",
    });
    caller.signal.addEventListener("abort", () => {
      if (logged.outcome === "running") logged.outcome = "cancelled";
    });

    const answer = await call(asked.tool, args, { ...caller, person });
    logged.outcome = outcomeOf(answer, caller.signal);
    return answer;
  };
}

function admitted(request: IncomingMessage, person: string): AdmittedRequest {
  const auth = { token: "", clientId: person, scopes: [], extra: { person } };

  return Object.assign(request, { auth });
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
