import { expect, test, vi } from "vitest";
import { z } from "zod";
import { type Dial, dialTcp } from "@/lib/egress/connect";
import { createEgress } from "@/lib/egress/fetch";
import { probeServer } from "@/lib/mcp/probe";
import * as bad from "../../fakes/bad-servers";
import { sessionsDoor } from "../../fakes/legacy-doors";
import { modernDoor } from "../../fakes/modern-door";
import { type OpenDoor, startSampleServer } from "../../fakes/sample-server";
import { sampleTool, text } from "../../fakes/sample-tool";
import { startWarehouse } from "../../fakes/warehouse";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, type Received, startScripted, toolNamed } from "../../support/mcp-scripted";
import { fetchTo } from "../../support/mcp-upstream";
import { probe } from "./probe-trail";

const opened = closeAfterEach();

const words = { name: "hello", title: "Hello", description: "Says hello.", annotations: {} };
const hello = sampleTool({ ...words, input: z.object({}) }, () => text("hello"));

function startOpen(openDoor: OpenDoor, documents?: (origin: string) => Record<string, unknown>) {
  const admit = async () => ({ kind: "admitted", person: "anyone" }) as const;
  return opened(
    startSampleServer({ name: "Open", tools: [hello], openDoor, admit, ...(documents && { documents }) }),
  );
}

test.each([
  ["2025", "2025-11-25", () => sessionsDoor()],
  ["2026", "2026-07-28", () => modernDoor("2026")],
] as const)("an open server is usable, step by step, %s", async (era, protocolVersion, openDoor) => {
  const server = await startOpen(openDoor());

  const { finding, steps, trail } = await probe(server.url);

  expect(finding).toEqual({
    kind: "usable",
    era,
    protocolVersion,
    signIn: "none",
    isClosed: false,
    challenge: null,
    tools: 1,
    server: { name: "Open", version: "1.0.0" },
  });
  expect(trail).toEqual([
    "address ok",
    "tls skipped",
    "protocol ok",
    "transport ok",
    "tools ok",
    "sign-in ok",
  ]);
  expect(steps.map(({ sentence }) => sentence)).toContain(`“Open” speaks MCP ${protocolVersion}.`);
  expect(steps.every(({ durationMs }) => Number.isInteger(durationMs) && durationMs >= 0)).toBe(true);
  await vi.waitFor(() => expect(server.openSessions()).toBe(0));
});

test("a step lasts as long as what it is about, and one that is done is told while the next is waited for", async () => {
  const told: string[] = [];
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const pass = (ms: number) => clock.mockReturnValue(clock() + ms);
  const server = await opened(
    startScripted((received) => {
      if (received.method === "server/discover") told.push("asked what it speaks");
      if (received.http === "GET") return received.body(404, "text/plain", "no");
      if (received.method === "initialize") pass(700);
      if (received.method !== "tools/list") return greet(received);
      told.push("asked for its tools");
      pass(50);
      received.result({ tools: [toolNamed("hello")] });
    }),
  );
  const host = new URL(server.url).host;
  const dial: Dial = (...to) => {
    if (told.length === 0) pass(20);
    return dialTcp(...to);
  };
  const { fetch } = createEgress({ allow: [host], dnsServers: [], dial });

  await probeServer({
    url: new URL(server.url),
    fetch,
    onStep: ({ step, durationMs }) => told.push(`${step} ${durationMs}`),
  });

  clock.mockRestore();
  expect(told).toEqual([
    "address 20",
    "tls 0",
    "asked what it speaks",
    "protocol 700",
    "transport 0",
    "asked for its tools",
    "tools 50",
    "sign-in 0",
  ]);
});

test("an open server that publishes who signs people in to it is signed in to with OAuth", async () => {
  const server = await startOpen(sessionsDoor(), (origin) => ({
    "/.well-known/oauth-protected-resource/mcp": {
      resource: `${origin}/mcp`,
      authorization_servers: [origin],
    },
  }));

  expect((await probe(server.url)).finding).toMatchObject({ kind: "usable", signIn: "oauth", tools: 1 });
});

test("metadata about another resource of the same host does not close an open server", async () => {
  const server = await startOpen(sessionsDoor(), (origin) => ({
    "/.well-known/oauth-protected-resource": { resource: `${origin}/admin`, authorization_servers: [origin] },
  }));

  expect((await probe(server.url)).finding).toMatchObject({ kind: "usable", signIn: "none" });
});

test("a server that greets strangers and protects its tools wants a sign-in", async () => {
  const server = await opened(
    startScripted((received) => {
      if (received.http === "GET") return received.body(404, "text/plain", "no");
      if (!greet(received)) received.response.writeHead(401, { "www-authenticate": "Bearer" }).end();
    }),
  );

  const { finding, trail } = await probe(server.url);

  expect(finding).toMatchObject({
    kind: "usable",
    era: "2025",
    signIn: "credential",
    isClosed: true,
    challenge: "Bearer",
    tools: null,
  });
  expect(trail.slice(-2)).toEqual(["sign-in ok", "tools skipped"]);
});

test("a silent 401 wants a credential", async () => {
  const server = await opened(startWarehouse());

  const { finding, trail } = await probe(server.url);

  expect(finding).toEqual({
    kind: "usable",
    era: null,
    protocolVersion: null,
    signIn: "credential",
    isClosed: true,
    challenge: null,
    tools: null,
    server: null,
  });
  expect(trail).toEqual([
    "address ok",
    "tls skipped",
    "protocol skipped",
    "transport ok",
    "sign-in ok",
    "tools skipped",
  ]);
});

const turnAway = (headers: Record<string, string>) => (received: Received) =>
  void received.response.writeHead(401, { "content-type": "application/json", ...headers }).end("{}");

test("a challenge that names its metadata means OAuth and is handed on", async () => {
  const challenge = 'Basic realm="x", Bearer resource_metadata="https://mcp.example.com/meta"';
  const server = await opened(startScripted(turnAway({ "www-authenticate": challenge })));

  expect((await probe(server.url)).finding).toMatchObject({ kind: "usable", signIn: "oauth", challenge });
});

test.each(["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"])(
  "a 401 with metadata at %s means OAuth",
  async (path) => {
    const server = await opened(
      startScripted((received) => {
        if (received.path !== path) return turnAway({})(received);
        const resource = { resource: server.url, authorization_servers: ["https://login.example.com"] };
        received.body(200, "application/json", JSON.stringify(resource));
      }),
    );

    expect((await probe(server.url)).finding).toMatchObject({
      kind: "usable",
      signIn: "oauth",
      challenge: null,
    });
  },
);

test("a 401 from a server that is its own authorization server means OAuth", async () => {
  const server = await opened(
    startScripted((received) => {
      if (received.path !== "/.well-known/oauth-authorization-server") return turnAway({})(received);
      const { origin } = server;
      const endpoints = { authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` };
      received.body(200, "application/json", JSON.stringify({ issuer: origin, ...endpoints }));
    }),
  );

  expect((await probe(server.url)).finding).toMatchObject({ kind: "usable", signIn: "oauth" });
});

test("a gateway's 403 in JSON wants a credential, a page that says 403 is no server", async () => {
  const gateway = await opened(
    startScripted(({ body }) => body(403, "application/json", '{"message":"Forbidden"}')),
  );
  const page = await opened(startScripted(({ body }) => body(403, "text/html", "<h1>Blocked</h1>")));

  expect((await probe(gateway.url)).finding).toMatchObject({ kind: "usable", signIn: "credential" });
  expect((await probe(page.url)).finding).toMatchObject({ kind: "refused", step: "protocol" });
});

test("tools that can't be listed are said to be so and do not refuse the server", async () => {
  const server = await opened(
    startScripted((received) => {
      if (received.http === "GET") return received.body(404, "text/plain", "no");
      if (!greet(received)) received.error(200, -32603, "Database is down");
    }),
  );

  const { finding, steps } = await probe(server.url);

  expect(finding).toMatchObject({ kind: "usable", tools: null });
  expect(steps.at(-1)).toMatchObject({ step: "tools", outcome: "failed" });
});

test("tools that can't be used are counted apart", async () => {
  const server = await opened(
    startScripted((received) => {
      if (received.http === "GET") return received.body(404, "text/plain", "no");
      if (!greet(received)) received.result({ tools: [toolNamed("good"), { name: "bad" }] });
    }),
  );

  const { steps } = await probe(server.url);
  expect(steps.find(({ step }) => step === "tools")).toMatchObject({ detail: { tools: 1, unusable: 1 } });
});

test("a probe that is stopped stops asking", async () => {
  const server = await opened(bad.startNeverAnswers());
  const controller = new AbortController();
  const running = probeServer({
    url: new URL(server.url),
    fetch: fetchTo(server.url),
    onStep: () => {},
    signal: controller.signal,
  });
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));

  controller.abort(new Error("closed the tab"));

  await expect(running).rejects.toThrow("closed the tab");
});
