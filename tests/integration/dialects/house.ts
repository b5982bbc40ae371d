import type { OAuthSettings } from "@/lib/connections/schema";
import type { Canned, Faults } from "../../fakes/authorization-faults";
import {
  type AuthorizationRequest,
  type AuthorizationServerFake,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from "../../fakes/authorization-server";

/** One way in which a server departs from the books, and what a sign-in is to make of it. */
export type Dialect = {
  what: string;
  /** The kind of server that does it. */
  seenAt: string;
  provider?: AuthorizationServerOptions;
  broken?: Partial<Faults> | ((origin: string) => Partial<Faults>);
  /** What is different once the person is signed in. */
  later?: Partial<Faults>;
  /** Where it ends, when it does, and what is said then. */
  ends?: { step: "adding" | "signing in" | "renewing"; sentence: RegExp };
  /** What the MCP server says in WWW-Authenticate; nothing by default. */
  challenge?: (origin: string) => string | readonly string[];
  /** Documents beside the MCP server, by path. */
  documents?: (origin: string) => Record<string, object>;
  /** It says who it is before a sign-in, and keeps its tools for after. */
  greets?: boolean;
  /** Where it sends every call on to. */
  movesTo?: () => string | null;
  settings?: Partial<OAuthSettings>;
  /** The admin's own OAuth app, known to the provider. */
  app?: { clientId: string; clientSecret: string } | undefined;
  /** What the person is sent with; null: without it. */
  asked?: ((origin: string) => Record<string, string | null>) | undefined;
  /** What is stored as granted. */
  scopes?: string[] | undefined;
};

/** A server that speaks a dialect: provider and MCP server at one origin, as small vendors run them. */
export type House = Dialect & { authorization: AuthorizationServerFake; url: string };

export const redirectUri = `${process.env["PATCHBAY_URL"] ?? "http://localhost:3000"}/oauth/callback`;

export async function startHouse(dialect: Dialect): Promise<House> {
  const { app, provider } = dialect;
  const authorization: AuthorizationServerFake = await startAuthorizationServer({
    resources: ["/mcp"],
    people: ["ada"],
    ...(app && { registration: false, clients: [{ ...app, redirectUris: [redirectUri] }] }),
    ...provider,
    otherwise: (request) => serve(dialect, authorization, request),
  });
  const { broken } = dialect;
  if (broken) authorization.break(typeof broken === "function" ? broken(authorization.origin) : broken);
  return { ...dialect, authorization, url: `${authorization.origin}/mcp` };
}

function serve(dialect: Dialect, authorization: AuthorizationServerFake, request: AuthorizationRequest) {
  const document = dialect.documents?.(authorization.origin)[request.path];
  if (document) return { status: 200, body: document };
  if (request.path !== "/mcp") return null;
  const location = dialect.movesTo?.();
  if (location) return { status: 307, headers: { location } };
  if (request.method !== "POST") return { status: 405 };

  const message: { id?: number; method: string } = JSON.parse(request.body);
  const token = request.headers["authorization"]?.replace("Bearer ", "") ?? "";
  const person = authorization.introspect(token)?.person;
  const isGreeting = dialect.greets && !message.method.startsWith("tools/");
  if (!person && !isGreeting) return turnedAway(dialect, authorization.origin);
  return message.id === undefined ? { status: 202 } : answer(message, person ?? "nobody");
}

function turnedAway({ challenge }: Dialect, origin: string): Canned {
  const says = challenge?.(origin);
  return {
    status: 401,
    body: { error: "unauthorized" },
    ...(says && { headers: { "www-authenticate": typeof says === "string" ? says : [...says] } }),
  };
}

/** The least of MCP 2025: one tool that says who calls. */
function answer({ id, method }: { id?: number; method: string }, person: string): Canned {
  const tool = {
    name: "whoami",
    description: "Says who calls.",
    inputSchema: { type: "object", properties: {} },
  };
  const serverInfo = { name: "dialect", version: "1" };
  const results: Record<string, object> = {
    initialize: { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo },
    "tools/list": { tools: [tool] },
    "tools/call": { content: [{ type: "text", text: person }] },
  };
  const unknown = { error: { code: -32601, message: "No such method." } };
  return {
    status: 200,
    body: { jsonrpc: "2.0", id, ...(results[method] ? { result: results[method] } : unknown) },
  };
}
