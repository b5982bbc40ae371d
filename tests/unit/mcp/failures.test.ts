import { expect, test } from "vitest";
import { EgressFailure } from "@/lib/egress/failure";
import { Failure } from "@/lib/errors";
import { callTool } from "@/lib/mcp/call";
import { type McpFailure, serverWords } from "@/lib/mcp/failure";
import type { Era } from "@/lib/mcp/upstream";
import { closeAfterEach } from "../../support/mcp-opened";
import { type Received, startScripted } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";
import { AT_ONCE_MS, call, eras, startGreeting } from "./call-house";

const opened = closeAfterEach();
const scripted = (answer: (received: Received) => void) => opened(startGreeting(answer));

async function failureOf(url: string, era: Era): Promise<McpFailure> {
  const outcome = await callTool(upstreamTo(url, { era }), call).catch((error: unknown) => error);
  if (!(outcome instanceof Failure)) throw new Error(`Expected a Failure, got ${String(outcome)}`);
  return outcome as McpFailure;
}

const MARKUP = '<script>alert("owned")</script>\n<h1>SECRET-BODY</h1>';
const json = "application/json";

const bodies: [string, (received: Received) => void][] = [
  ["invalid JSON", ({ body }) => body(200, json, `{"jsonrpc": ${MARKUP}`)],
  ["a web page", ({ body }) => body(200, "text/html", MARKUP)],
  ["a web page as an error", ({ body }) => body(502, "text/html", MARKUP)],
  ["a refusal in plain text", ({ body }) => body(400, "text/plain", MARKUP)],
  [
    "somebody else's id",
    ({ body }) => body(200, json, `{"jsonrpc":"2.0","id":99,"result":{"x":"SECRET-BODY"}}`),
  ],
  ["no id", ({ body }) => body(200, json, `{"jsonrpc":"2.0","result":{"x":"SECRET-BODY"}}`)],
  ["JSON that is not JSON-RPC", ({ body }) => body(200, json, `{"hello":"SECRET-BODY <script>"}`)],
  ["an empty body", ({ body }) => body(200, json, "")],
  ["a body of no known kind", ({ body }) => body(200, "application/x-other", MARKUP)],
  ["accepted without an answer", ({ response }) => response.writeHead(202).end()],
  [
    "an event that is not JSON",
    ({ response }) =>
      void response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(`data: ${MARKUP.replaceAll("\n", " ")}\n\n`),
  ],
];

test.each(bodies.flatMap(([what, answer]) => eras.map((era) => [what, era, answer] as const)))(
  "B07: %s becomes a sentence at once and the body stays out of it, %s",
  async (_, era, answer) => {
    const server = await scripted(answer);
    const startedAt = performance.now();

    const failure = await failureOf(server.url, era);

    expect(performance.now() - startedAt).toBeLessThan(AT_ONCE_MS);
    expect(failure.name).toBe("McpFailure");
    expect(failure.message).toMatch(/^[A-Z][^<>\n]+\.$/);
    expect(failure.message).not.toContain("SECRET-BODY");
    expect(String(failure.cause)).not.toMatch(/[<>\n]/);
    expect(String(failure.cause).length).toBeLessThan(300);
    expect(server.methods().filter((method) => method === "tools/call").length).toBeLessThanOrEqual(2);
  },
);

test.each(eras)("a second answer under the same id changes nothing, %s", async (era) => {
  const server = await scripted(({ id, body }) => {
    const answer = (text: string) => ({ jsonrpc: "2.0", id, result: { content: [{ type: "text", text }] } });
    body(200, json, JSON.stringify([answer("first"), answer("second")]));
  });

  const { result } = await callTool(upstreamTo(server.url, { era }), call);

  expect(result.content).toEqual([{ type: "text", text: "first" }]);
});

test.each(eras)("a JSON-RPC error keeps its code and is marked as the server's words, %s", async (era) => {
  const server = await scripted(({ error }) =>
    error(200, -32602, `Unknown tool:\n<b>work</b>\u202e ${"x".repeat(999)}`),
  );

  const failure = await failureOf(server.url, era);

  expect(failure).toMatchObject({ kind: "protocol", rpcCode: -32602 });
  expect(failure.message).toMatch(
    /^The server answered with an error: “Unknown tool: ‹b›work‹\/b› x+…” \(code -32602\)\.$/,
  );
  expect(failure.message.length).toBeLessThan(360);
});

test.each([401, 403])("%i surfaces with its challenge, whichever call meets it", async (status) => {
  const challenge =
    'Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource", scope="read"';
  const turnAway = ({ response }: Received) =>
    void response.writeHead(status, { "www-authenticate": challenge }).end("no");
  const atTheDoor = await startScripted(turnAway);
  const later = await scripted(turnAway);
  await opened(atTheDoor);

  for (const [url, era] of [
    [atTheDoor.url, undefined],
    [atTheDoor.url, "2025"],
    [later.url, "2025"],
    [later.url, "2026"],
  ] as const) {
    const upstream = upstreamTo(url, era ? { era } : {});
    await expect(callTool(upstream, call)).rejects.toMatchObject({
      kind: status === 401 ? "unauthorized" : "forbidden",
      status,
      challenge,
    });
  }
});

test("the egress guard's own sentence is passed on", async () => {
  const server = await scripted(
    ({ response }) => void response.writeHead(307, { location: "https://mcp.elsewhere.com/mcp" }).end(),
  );

  const failure = await failureOf(server.url, "2025");

  expect(failure).toBeInstanceOf(EgressFailure);
  expect(failure.message).toContain("https://mcp.elsewhere.com/mcp");
});

test("a server that can't be reached is the egress guard's to tell", async () => {
  const server = await scripted(() => undefined);
  await server.close();

  await expect(failureOf(server.url, "2025")).resolves.toMatchObject({
    name: "EgressFailure",
    kind: "connect",
  });
});

test("a call that takes too long says how long was waited", async () => {
  const server = await scripted(() => undefined);

  const running = callTool(upstreamTo(server.url, { era: "2026" }), { ...call, timeoutMs: 50 });

  await expect(running).rejects.toMatchObject({
    kind: "timeout",
    message: "The server did not answer within 1 s.",
  });
});

test("the time a handshake takes counts as well", async () => {
  const server = await startScripted(() => undefined);
  await opened(server);

  await expect(callTool(upstreamTo(server.url), { ...call, timeoutMs: 50 })).rejects.toMatchObject({
    kind: "timeout",
  });
});

test("a server's words are one plain line", () => {
  expect(serverWords("a\r\nb\u0000c\u200bd\u202ee <i>")).toBe("a b c d e ‹i›");
  expect(serverWords("ü".repeat(400))).toHaveLength(300);
  expect(serverWords("  ")).toBe("");
});
