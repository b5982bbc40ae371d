import { expect, test, vi } from "vitest";
import { createEgress } from "@/lib/egress/fetch";
import * as bad from "../../fakes/bad-servers";
import { startOldReports } from "../../fakes/old-reports";
import { closeAfterEach } from "../../support/mcp-opened";
import { type Received, startScripted } from "../../support/mcp-scripted";
import { probe } from "./probe-trail";

const opened = closeAfterEach();

test("a server that only speaks HTTP+SSE is refused with what it needs instead", async () => {
  const server = await opened(startOldReports());

  const { finding, trail } = await probe(server.url);

  expect(finding).toMatchObject({ kind: "refused", step: "transport" });
  expect(finding).toHaveProperty(
    "sentence",
    expect.stringContaining("only speaks the older HTTP+SSE transport"),
  );
  expect(trail).toEqual(["address ok", "tls skipped", "transport failed"]);
  await vi.waitFor(() => expect(server.openSessions()).toBe(0));
});

const json = (body: unknown) => (received: Received) =>
  received.body(200, "application/json", JSON.stringify(body));

const strangers: [string, () => Promise<{ url: string; close(): Promise<void> }>, string, RegExp][] = [
  ["a web site", bad.startWebSite, "protocol", /answers with a web page, not as an MCP server/],
  ["nothing", bad.startNotFound, "protocol", /no MCP server at this address \(HTTP 404\)/],
  [
    "a server in trouble",
    () => bad.startBroken({ status: 503 }),
    "protocol",
    /problem of its own \(HTTP 503\)/,
  ],
  [
    "some other API",
    () => startScripted(json({ hello: "world" })),
    "protocol",
    /answers with JSON, but not as an MCP server/,
  ],
  [
    "an API that declines",
    () => startScripted(({ body }) => body(422, "application/json", "{}")),
    "protocol",
    /answers with JSON, but not as/,
  ],
  [
    "an API without POST",
    () => startScripted(({ body }) => body(405, "text/plain", "no")),
    "protocol",
    /HTTP 405/,
  ],
  [
    "a sink",
    () => startScripted(({ response }) => response.writeHead(202).end()),
    "protocol",
    /it is not an MCP server/,
  ],
  [
    "a redirect",
    () => bad.startRedirect({ status: 308, location: "https://mcp.example.com/v2" }),
    "transport",
    /redirects to https:\/\/mcp\.example\.com\/v2/,
  ],
  [
    "a broken answer",
    bad.startBreaksOff,
    "transport",
    /closed the connection before its answer was complete/,
  ],
  ["no HTTP", bad.startNotHttp, "transport", /did not answer with valid HTTP/],
];

test.each(strangers)("%s is refused with its own sentence", async (_, start, step, sentence) => {
  const server = await opened(start());

  const { finding, steps, trail } = await probe(server.url);

  expect(finding).toMatchObject({ kind: "refused", step });
  expect(finding).toHaveProperty("sentence", expect.stringMatching(sentence));
  expect(steps.at(-1)).toMatchObject({ step, outcome: "failed" });
  expect(trail.slice(0, 2)).toEqual(["address ok", "tls skipped"]);
});

test("a server of a future revision is refused by version, not by transport", async () => {
  const server = await opened(
    startScripted(({ id, body }) => {
      const error = {
        code: -32022,
        message: "no",
        data: { supported: ["2027-11-01"], requested: "2026-07-28" },
      };
      body(400, "application/json", JSON.stringify({ jsonrpc: "2.0", id, error }));
    }),
  );

  expect((await probe(server.url)).finding).toEqual({
    kind: "refused",
    step: "protocol",
    sentence: "This server only speaks versions of MCP that Patchbay does not know.",
  });
});

test("a name the guard refuses fails at the address and nothing else is claimed", async () => {
  const server = await opened(bad.startWebSite());
  const strict = await opened(createEgress({ allow: [], dnsServers: [] }));

  const { finding, trail } = await probe(server.url, strict.fetch);

  expect(finding).toMatchObject({ kind: "refused", step: "address" });
  expect(trail).toEqual(["address failed"]);
});

test("a port where nobody listens fails at the address", async () => {
  const server = await bad.startWebSite();
  await server.close();

  expect((await probe(server.url)).trail).toEqual(["address failed"]);
});
