import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ConnectionInput, Settings } from "@/lib/connections/schema";
import { startAuthorizationServer } from "../fakes/authorization-server";
import { consent } from "../fakes/consent";
import type { TestWorkspace } from "../support/builders";
import { apiKey, connectionInput, oauth } from "../support/connection-input";
import { listen, shut } from "../support/ports";
import { allowOrigins } from "../support/samples";

const app = { clientId: "our-app", clientSecret: "entered-for-the-first-server" };
const redirectUris = ["http://localhost:3000/oauth/callback"];
const clients = [{ ...app, redirectUris }];
const first = await startAuthorizationServer({ registration: false, clients });
const second = await startAuthorizationServer({ registration: false, clients });

/** What the server does in the test at hand. */
let script: { tools: unknown[]; echoes: boolean; asks: number; protectedBy: string | null };
let pingsAnswered = 0;

const server = createServer(serve);
const origin = `http://127.0.0.1:${await listen(server)}`;
const url = `${origin}/mcp`;
allowOrigins([origin, first.origin, second.origin]);

const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { tryTool } = await import("../support/person");
const { createConnection } = await import("@/lib/connections/commands");
const { updateConnection } = await import("@/lib/connections/edit");
const { findConnection } = await import("@/lib/connections/queries");
const { signInWithHeaders, signInWithKey } = await import("@/lib/sign-ins/commands");
const { startSignIn } = await import("@/lib/sign-ins/consent");
const { listTeammateSignIns } = await import("@/lib/sign-ins/queries");
const { recordListing, refreshTools } = await import("@/lib/tools/commands");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

beforeEach(() => {
  script = { tools: [tool("a")], echoes: false, asks: 0, protectedBy: null };
});

afterAll(() => Promise.all([shut(server), first.close(), second.close()]));

const ownApp = { ...oauth, ownApp: true };
const open = { authorization: "none" } as const;

const input = (name: string, settings: Settings, more?: Partial<ConnectionInput>) =>
  connectionInput(name, url, settings, more);

const callFirst = (connectionId: string) => tryTool(people.member, connectionId, "a");

test("a kept client secret does not follow a server to another sign-in server", async () => {
  script.protectedBy = first.issuer;
  const id = await createConnection(people.admin, input("Moves", ownApp, { ownApp: app }));
  script.protectedBy = second.issuer;
  const edit = input("Moves", { ...ownApp, scopes: ["read"] }, { ownApp: { ...app, clientSecret: null } });
  await expect(updateConnection(people.admin, id, 1, edit)).rejects.toMatchObject({ field: "clientSecret" });
  expect((await findConnection(people.admin, id))?.client?.issuer).toBe(first.issuer);

  const { reconnects } = await updateConnection(people.admin, id, 1, { ...edit, ownApp: app });
  expect(reconnects).toBe(0);
  const address = await startSignIn(people.member, id, "/");
  expect(address.origin).toBe(second.origin);
  expect((await consent(address, { as: "ada" })).searchParams.get("code")).toBeTruthy();
});

test("a credential that a server repeats in its error is neither stored nor shown", async () => {
  const id = await createConnection(people.admin, input("Echoes", apiKey));
  const keys = { member: "wh_supersecret_key_1234567890", admin: "admin_other_key_99999999" };
  await recordListing(people.member, id, await signInWithKey(people.member, id, keys.member));
  await recordListing(people.admin, id, await signInWithKey(people.admin, id, keys.admin));

  script.echoes = true;
  const failure = await callFirst(id).catch((error: Error) => error.message);
  await refreshTools(people.admin, id).catch(() => {});
  const seen = JSON.stringify([
    failure,
    await listTeammateSignIns(people.admin, id),
    await db().connection.findUniqueOrThrow({ where: { id } }),
  ]);
  expect(seen).toContain("bad credential");
  for (const key of Object.values(keys)) expect(seen).not.toContain(key);
});

test.each([
  ["NUL", "a\u0000b"],
  ["half of a surrogate pair", "a\ud800b"],
])("a tool with %s in it hides no change of another", async (label, odd) => {
  const id = await createConnection(people.admin, input(`Odd ${label}`, open));
  await refreshTools(people.admin, id);
  script.tools = [tool("a", "Swapped."), tool("b", odd), tool(odd)];
  await db().connection.update({ where: { id }, data: { listedAt: new Date(0) } });
  await expect(callFirst(id)).rejects.toMatchObject({ code: "held" });
  expect((await refreshTools(people.admin, id)).unusable).toBe(2);
});

test("a server that asks instead of answering is not followed for long", async () => {
  const id = await createConnection(people.admin, input("Asks", open));
  await refreshTools(people.admin, id);
  script.asks = 5_000;
  await expect(callFirst(id)).rejects.toThrow("The server kept asking instead of answering.");
  expect(pingsAnswered).toBeLessThanOrEqual(20);
});

test("a header that is called like something every object has is still asked for", async () => {
  const header = (name: string, shared: boolean) => ({ name, secret: true, hint: "", shared });
  const settings = { authorization: "headers", headers: [header("constructor", true)] } as const;
  await expect(
    createConnection(people.admin, input("Proto", { ...settings, headers: [...settings.headers] })),
  ).rejects.toMatchObject({ code: "invalid", field: expect.stringContaining("headers") });

  const own = { authorization: "headers" as const, headers: [header("constructor", false)] };
  const id = await createConnection(people.admin, input("Proto", own));
  await expect(signInWithHeaders(people.member, id, [])).rejects.toMatchObject({ code: "invalid" });
});

function tool(name: string, description = "Does it.") {
  return { name, description, inputSchema: { type: "object", properties: {} } };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  if (path.startsWith("/.well-known/oauth-protected-resource") && script.protectedBy) {
    return json(response, { resource: url, authorization_servers: [script.protectedBy] });
  }
  if (request.method !== "POST") return void response.writeHead(path === "/mcp" ? 405 : 404).end();
  if (script.protectedBy && !request.headers.authorization) {
    const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
    return void response
      .writeHead(401, { "www-authenticate": `Bearer resource_metadata="${metadata}"` })
      .end();
  }
  const message = JSON.parse(await bodyOf(request));
  if (message.method === undefined) pingsAnswered += 1;
  if (message.id === undefined || message.method === undefined) return void response.writeHead(202).end();
  if (message.method === "tools/call" && script.asks > 0) return ask(response, script.asks);
  if (script.echoes) return refuse(response, message.id, `bad credential: ${request.headers.authorization}`);
  answer(response, message);
}

function answer(response: ServerResponse, { id, method }: { id: number; method: string }): void {
  const results: Record<string, unknown> = {
    initialize: {
      protocolVersion: "2025-06-18",
      capabilities: { tools: {} },
      serverInfo: { name: "hostile", version: "1" },
    },
    "tools/list": { tools: script.tools },
    "tools/call": { content: [{ type: "text", text: "ran" }] },
  };
  const unknown = { error: { code: -32601, message: "No." } };
  json(response, { jsonrpc: "2.0", id, ...(results[method] ? { result: results[method] } : unknown) });
}

function ask(response: ServerResponse, times: number): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let id = 1; id <= times; id += 1) {
    response.write(`data: {"jsonrpc":"2.0","id":"ask-${id}","method":"ping"}\n\n`);
  }
}

function refuse(response: ServerResponse, id: number, message: string): void {
  json(response, { jsonrpc: "2.0", id, error: { code: -32000, message } }, 500);
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
