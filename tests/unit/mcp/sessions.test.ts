import { expect, test, vi } from "vitest";
import { z } from "zod";
import { callTool } from "@/lib/mcp/call";
import { closeSession, createSessionPool } from "@/lib/mcp/sessions";
import { type ForgottenStatus, sessionsDoor } from "../../fakes/legacy-doors";
import { startSampleServer } from "../../fakes/sample-server";
import { sampleTool, text } from "../../fakes/sample-tool";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, startScripted } from "../../support/mcp-scripted";
import { fetchTo, upstreamTo } from "../../support/mcp-upstream";

const opened = closeAfterEach();

const words = { name: "hello", title: "Hello", description: "Says hello.", annotations: {} };
const hello = sampleTool({ ...words, input: z.object({ from: z.int().default(0) }) }, async ({ from }) => {
  await new Promise(setImmediate);
  return text(`hello ${from}`);
});

async function startWithSessions(forgottenStatus?: ForgottenStatus) {
  const server = await startSampleServer({
    name: "Sessions",
    tools: [hello],
    openDoor: sessionsDoor(forgottenStatus),
    admit: async (headers) => ({ kind: "admitted", person: headers.authorization ?? "anyone" }),
  });
  await opened(server);
  return server;
}

const call = { name: "hello", arguments: {}, timeoutMs: 5_000 };
const never = new AbortController().signal;

test("calls share one session: one POST each, no second initialize, no standing stream", async () => {
  const server = await startWithSessions();
  const send = fetchTo(server.url);
  const asked: unknown[] = [];
  const upstream = upstreamTo(server.url, {
    era: "2025",
    fetch: (input, init) => {
      asked.push(init?.method);
      return send(input, init);
    },
  });

  for (let index = 0; index < 5; index++) await callTool(upstream, call);

  expect(new Set(asked)).toEqual(new Set(["POST"]));

  expect(server.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "POST 200", // initialize
    "POST 202", // notifications/initialized
    ...Array.from({ length: 5 }, () => "POST 200"),
  ]);
  expect(server.openSessions()).toBe(1);
});

test("calls that start together open one session and none sees another's answer", async () => {
  const server = await startWithSessions();
  const upstream = upstreamTo(server.url);

  const callers = Array.from({ length: 20 }, (_, index) => index);
  const answers = await Promise.all(
    callers.map((from) => callTool(upstream, { ...call, arguments: { from } })),
  );

  const texts = callers.map((from) => [{ type: "text", text: `hello ${from}` }]);
  expect(answers.map(({ result }) => result.content)).toEqual(texts);
  expect(server.openSessions()).toBe(1);
  expect(server.calls).toHaveLength(20);
});

test("two keys never share a session", async () => {
  const server = await startWithSessions();
  const send = fetchTo(server.url);
  const as = (person: string) =>
    upstreamTo(server.url, {
      key: `${person}@${server.url}`,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set("authorization", person);
        return send(input, { ...init, headers });
      },
    });

  await Promise.all([callTool(as("ada"), call), callTool(as("bo"), call)]);

  expect(server.openSessions()).toBe(2);
  expect(server.calls.map(({ person }) => person).sort()).toEqual(["ada", "bo"]);
});

test("a session is used and ended with the newest credential, not the one that opened it", async () => {
  const server = await startScripted((received) => greet(received) || received.result({ content: [] }));
  await opened(server);
  const send = fetchTo(server.url);
  const withToken = (token: string) =>
    upstreamTo(server.url, {
      key: "one sign-in",
      era: "2025",
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set("authorization", token);
        return send(input, { ...init, headers });
      },
    });

  await callTool(withToken("old"), call);
  await callTool(withToken("new"), call);

  expect(server.received.at(-1)?.headers.authorization).toBe("new");
  await closeSession("one sign-in");
  expect(server.received.at(-1)).toMatchObject({ http: "DELETE", headers: { authorization: "new" } });
  expect(server.methods().filter((method) => method === "initialize")).toHaveLength(1);
});

test.each([404, 400] as const)(
  "B11: a session forgotten with %i is made again and the call runs once",
  async (status) => {
    const server = await startWithSessions(status);
    const upstream = upstreamTo(server.url);
    await callTool(upstream, call);
    server.forgetSessions();
    server.calls.splice(0);

    const answers = await Promise.all([
      callTool(upstream, call),
      callTool(upstream, call),
      callTool(upstream, call),
    ]);

    expect(answers.map(({ result }) => result.isError)).toEqual([false, false, false]);
    expect(server.calls).toHaveLength(3);
    expect(server.openSessions()).toBe(1);
  },
);

test("a session that is forgotten again and again is made again once for each call", async () => {
  const server = await startScripted(
    (received) => greet(received) || received.error(404, -32001, "Session not found"),
  );
  await opened(server);

  await expect(callTool(upstreamTo(server.url, { era: "2025" }), call)).rejects.toMatchObject({
    kind: "protocol",
    status: 404,
  });

  expect(server.methods().filter((method) => method === "tools/call")).toHaveLength(2);
  expect(server.methods().filter((method) => method === "initialize")).toHaveLength(2);
});

test.each([500, 502])("a call that the server may have run is not sent again: %i", async (status) => {
  const server = await startScripted(
    (received) => greet(received) || received.body(status, "text/plain", "session lost"),
  );
  await opened(server);

  await expect(callTool(upstreamTo(server.url, { era: "2025" }), call)).rejects.toMatchObject({
    kind: "status",
    status,
  });

  expect(server.methods().filter((method) => method === "tools/call")).toHaveLength(1);
});

test("an idle session is ended with DELETE, and the next call opens another", async () => {
  const server = await startWithSessions();
  const upstream = upstreamTo(server.url, { era: "2025" });
  const pool = createSessionPool({ idleMs: 20, sessionsMax: 10 });

  const first = await pool.use(upstream, never, async ({ id }) => id);
  await vi.waitFor(() => expect(server.requests.at(-1)).toMatchObject({ method: "DELETE", status: 200 }));
  expect(server.openSessions()).toBe(0);
  expect(pool.size()).toBe(0);

  expect(await pool.use(upstream, never, async ({ id }) => id)).not.toBe(first);
  await pool.closeAll();
});

test("a session in use is not idle, however long the call takes", async () => {
  const server = await startWithSessions();
  const pool = createSessionPool({ idleMs: 10, sessionsMax: 10 });
  const busy = upstreamTo(server.url, { era: "2025" });
  await pool.use(busy, never, async () => undefined);

  const deleted = () => server.requests.filter(({ method }) => method === "DELETE").length;
  await pool.use(busy, never, async () => {
    await pool.use(upstreamTo(server.url, { era: "2025" }), never, async () => undefined);
    await vi.waitFor(() => expect(deleted()).toBe(1));
    expect(server.openSessions()).toBe(1);
  });

  await vi.waitFor(() => expect(deleted()).toBe(2));
});

test("the pool is bounded: the session unused for longest makes room and is ended", async () => {
  const server = await startWithSessions();
  const pool = createSessionPool({ idleMs: 60_000, sessionsMax: 3 });
  const send = fetchTo(server.url);

  for (let index = 0; index < 12; index++) {
    const upstream = upstreamTo(server.url, { key: `key-${index}`, era: "2025", fetch: send });
    await pool.use(upstream, never, async () => undefined);
  }

  expect(pool.size()).toBe(3);
  await vi.waitFor(() => expect(server.openSessions()).toBe(3));
  await pool.closeAll();
  expect(server.openSessions()).toBe(0);
});

test("closing a key's session ends it at the server", async () => {
  const server = await startWithSessions();
  const upstream = upstreamTo(server.url);
  await callTool(upstream, call);

  await closeSession(upstream.key);

  expect(server.openSessions()).toBe(0);
});

test("a session that could not be opened is tried afresh by the next call", async () => {
  let isUp = false;
  const server = await startScripted((received) => {
    if (!isUp) return received.body(503, "text/plain", "down");
    if (!greet(received)) received.result({ content: [] });
  });
  await opened(server);
  const upstream = upstreamTo(server.url);
  await expect(callTool(upstream, call)).rejects.toMatchObject({ kind: "status", status: 503 });

  isUp = true;

  await expect(callTool(upstream, call)).resolves.toMatchObject({ era: "2025" });
});

test("a handshake that nobody waits for any more is stopped", async () => {
  const reached = Promise.withResolvers<void>();
  const server = await startScripted(() => reached.resolve());
  await opened(server);
  const first = new AbortController();
  const second = new AbortController();
  const upstream = upstreamTo(server.url);
  const calls = [first, second].map(({ signal }) => callTool(upstream, { ...call, signal }));
  const ends = Promise.allSettled(calls);
  await reached.promise;

  first.abort();
  await expect(calls[0]).rejects.toMatchObject({ kind: "aborted" });
  expect(server.openAnswers()).toBe(1);
  second.abort();

  await ends;
  await vi.waitFor(() => expect(server.openAnswers()).toBe(0));
});
