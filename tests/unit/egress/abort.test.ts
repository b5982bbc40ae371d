import type { Server } from "node:http";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { egressFailureIn } from "@/lib/egress/failure";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;
let server: Server;
let host: string;
let send: GuardedFetch;
let sockets = 0;
const seen: (string | undefined)[] = [];

beforeAll(async () => {
  lab = await EgressLab.start();
  server = createServer((request, response) => {
    seen.push(request.url);
    if (request.url === "/silent") return;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: first\n\n");
    if (request.url === "/events") setTimeout(() => response.write("data: second\n\n"), 50);
    if (request.url === "/flood") {
      const flood = () => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024)));
      };
      response.on("drain", flood);
      flood();
    }
  });
  server.on("connection", (socket) => {
    sockets += 1;
    socket.on("close", () => {
      sockets -= 1;
    });
  });
  host = `localhost:${await lab.listen(server)}`;
});
beforeEach(() => {
  send = lab.egress({ allow: [host] });
});
afterAll(() => lab.close());

test("an event is there when it is sent, not when the stream ends", async () => {
  const response = await send(`http://${host}/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();

  expect(await reader?.read()).toEqual({ done: false, value: "data: first\n\n" });
  expect(await reader?.read()).toEqual({ done: false, value: "data: second\n\n" });
  await reader?.cancel();
  await expect.poll(() => sockets).toBe(0);
});

test("aborting while the server is silent rejects with the caller's reason and frees the socket", async () => {
  const abort = new AbortController();
  const waiting = send(`http://${host}/silent`, { signal: abort.signal });
  await expect.poll(() => sockets).toBe(1);
  abort.abort();

  await expect(waiting).rejects.toBe(abort.signal.reason);
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(() => sockets).toBe(0);
});

test("aborting in the middle of a body errors it and frees the socket", async () => {
  const abort = new AbortController();
  const response = await send(`http://${host}/events`, { signal: abort.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  abort.abort(new Error("enough"));

  await expect(reader?.read()).rejects.toThrow("enough");
  await expect.poll(() => sockets).toBe(0);
});

test("a call that is already aborted opens nothing", async () => {
  lab.dialled.length = 0;
  await expect(send(`http://${host}/events`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: "AbortError",
  });

  expect(lab.dialled).toEqual([]);
});

test("a call that was aborted before it had a socket is never sent", async () => {
  const abort = new AbortController();
  const given = send(`http://${host}/given-up`, { method: "POST", body: "{}", signal: abort.signal });
  const kept = send(`http://${host}/kept`);
  setImmediate(() => abort.abort());

  await expect(given).rejects.toMatchObject({ name: "AbortError" });
  await (await kept).body?.cancel();
  expect(seen).toContain("/kept");
  expect(seen).not.toContain("/given-up");
});

test("aborting while the connection is being made rejects at once", async () => {
  lab.dns.answer("slow.example.com", "silence");
  const startedAt = performance.now();

  await expect(send("https://slow.example.com/", { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    name: "TimeoutError",
  });
  // The name server is given up on after a second and a half.
  expect(performance.now() - startedAt).toBeLessThan(1_400);
});

test("a body nobody reads is let go, and says so to a late reader", async () => {
  const response = await send(`http://${host}/flood`, {
    limits: { idleTimeoutMs: 500, totalTimeoutMs: null },
  });
  expect(sockets).toBe(1);
  await expect.poll(() => sockets, { timeout: 2000 }).toBe(0);

  const failure = egressFailureIn(await response.text().catch((error: unknown) => error));
  expect(failure?.message).toBe(`${host} is still answering, but nobody has read on for 1 second.`);
});

test("a hundred abandoned calls leave no socket behind", async () => {
  const calls = Array.from({ length: 100 }, () =>
    send(`http://${host}/events`, { signal: AbortSignal.timeout(200) }),
  );
  await Promise.allSettled(calls.map(async (call) => (await call).text()));

  await expect.poll(() => sockets).toBe(0);
});

test("a hundred streams to one server stay open side by side", async () => {
  const streams = await Promise.all(Array.from({ length: 100 }, () => send(`http://${host}/events`)));

  expect(sockets).toBe(100);
  await Promise.all(streams.map((stream) => stream.body?.cancel()));
  await expect.poll(() => sockets).toBe(0);
});
