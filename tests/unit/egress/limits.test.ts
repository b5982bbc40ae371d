import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EgressFailure, egressFailureIn } from "@/lib/egress/failure";
import type { Limits } from "@/lib/egress/limits";
import { jsonLimits, metadataLimits, streamLimits } from "@/lib/egress/limits";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;

beforeAll(async () => {
  lab = await EgressLab.start();
});
afterAll(() => lab.close());

const MIB = 1024 * 1024;
const short: Partial<Limits> = { headersTimeoutMs: 300, idleTimeoutMs: 300, totalTimeoutMs: 1000 };

/** The message says which limit ended it; the clock, that it was not one of the usual ones, of many seconds. */
const SOON_MS = 8_000;

/** Reads the answer of `host` to its end and says how that went, and how many bytes came. */
async function read(host: string, limits: Partial<Limits> = {}) {
  const startedAt = performance.now();
  let bytes = 0;
  let failure: EgressFailure | null = null;
  try {
    const response = await lab.egress({ allow: [host] })(`http://${host}/`, { limits });
    for await (const chunk of response.body ?? []) bytes += chunk.byteLength;
  } catch (error) {
    failure = egressFailureIn(error);
    if (!failure) throw error;
  }
  return { bytes, failure, tookMs: performance.now() - startedAt, host };
}

const serve = (listener: RequestListener) => lab.serveLocally(listener);
const serveSocket = (listener: (socket: Socket) => void) => lab.serveSocket(listener);

describe("a body that is too large is cut off", () => {
  test.each([
    ["gzip", Buffer.concat(Array(256).fill(gzipSync(Buffer.alloc(MIB))))],
    ["x-gzip", gzipSync(Buffer.alloc(64 * MIB))],
    ["deflate", deflateSync(Buffer.alloc(64 * MIB))],
    ["br", brotliCompressSync(Buffer.alloc(64 * MIB), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ])("when it is a %s bomb", async (encoding, bomb) => {
    expect(bomb.byteLength).toBeLessThan(MIB);
    const host = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(bomb);
    });
    const { bytes, failure } = await read(host);

    expect(failure).toMatchObject({
      kind: "too-large",
      message: `${host} sent more than the 4 MiB this console reads.`,
    });
    expect(bytes).toBeLessThanOrEqual(4 * MIB);
  });

  test.each(["gzip, gzip", "br, gzip", "identity, gzip, gzip", "zstd", "compress", "made-up"])(
    "when its encoding is %s, which nobody asked for",
    async (encoding) => {
      const host = await serve((_request, response) => {
        response.writeHead(200, { "content-encoding": encoding }).end(gzipSync(gzipSync(Buffer.alloc(MIB))));
      });

      expect((await read(host)).failure).toMatchObject({ kind: "reset" });
    },
  );

  test("when it never ends", async () => {
    let open = 0;
    const host = await serve((_request, response) => {
      open += 1;
      response.on("close", () => {
        open -= 1;
      });
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      };
      response.on("drain", flood);
      flood();
    });
    const { bytes, failure } = await read(host);

    expect(failure?.kind).toBe("too-large");
    expect(bytes).toBeLessThanOrEqual(4 * MIB);
    await expect.poll(() => open).toBe(0);
  });

  test("when it is one endless event", async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: ");
      const flood = () => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024)));
      };
      response.on("drain", flood);
      flood();
    });
    const { bytes, failure } = await read(host);

    expect(failure?.message).toBe(`${host} sent more than the 16 MiB this console reads.`);
    expect(bytes).toBeLessThanOrEqual(16 * MIB);
  });

  test("at the limit of the call, to the byte", async () => {
    const host = await serve((_request, response) => response.end(Buffer.alloc(1000)));

    expect(await read(host, { bytesMax: 1000 })).toMatchObject({ bytes: 1000, failure: null });
    expect((await read(host, { bytesMax: 999 })).failure?.kind).toBe("too-large");
  });
});

test("a compressed answer within the limit arrives unpacked", async () => {
  const host = await serve((_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" });
    response.end(gzipSync(JSON.stringify({ text: "x".repeat(MIB) })));
  });
  const response = await lab.egress({ allow: [host] })(`http://${host}/`);

  expect(response.headers.get("content-encoding")).toBeNull();
  expect((await response.json()).text).toHaveLength(MIB);
});

test.each([
  ["garbage", Buffer.from("this is not gzip")],
  ["half of it", gzipSync(Buffer.from("x".repeat(100_000))).subarray(0, 60)],
])("a compressed answer that is %s is a failure of the server", async (_what, body) => {
  const host = await serve((_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(body);
  });

  expect((await read(host)).failure).toMatchObject({
    kind: "reset",
    message: `${host} sent a compressed answer that can't be unpacked.`,
  });
});

describe("a server that keeps people waiting is given up on", () => {
  test("when it accepts and says nothing", async () => {
    const { failure, tookMs, host } = await read(await serveSocket(() => {}), {
      ...short,
      headersTimeoutMs: 1000,
    });

    expect(failure).toMatchObject({ kind: "timeout", message: `${host} did not answer within 1 second.` });
    expect(tookMs).toBeLessThan(SOON_MS);
  });

  test("when its headers drip", async () => {
    const host = await serveSocket((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const drip = setInterval(() => socket.write("x-a: b\r\n"), 50);
      socket.on("close", () => clearInterval(drip));
    });
    const { failure, tookMs } = await read(host, { ...short, totalTimeoutMs: 20_000 });

    expect(failure).toMatchObject({ kind: "timeout", message: `${host} did not answer within 1 second.` });
    expect(tookMs).toBeLessThan(SOON_MS);
  });

  test("when its body stalls", async () => {
    const host = await serve((_request, response) => response.write("half"));
    const { failure, bytes, tookMs } = await read(host, { ...short, idleTimeoutMs: 500 });

    expect(failure).toMatchObject({ kind: "timeout", message: `${host} sent nothing for 1 second.` });
    expect(bytes).toBe(4);
    expect(tookMs).toBeLessThan(SOON_MS);
  });

  test("when its body drips on and on", async () => {
    const host = await serve((_request, response) => {
      const drip = setInterval(() => response.write("."), 50);
      response.on("close", () => clearInterval(drip));
    });
    const { failure, tookMs } = await read(host, short);

    expect(failure).toMatchObject({
      kind: "timeout",
      message: `${host} took longer than 1 second to finish its answer.`,
    });
    expect(tookMs).toBeLessThan(SOON_MS);
  });
});

test("a stream without a total limit outlives it as long as it speaks", async () => {
  const host = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let left = 12;
    const tick = setInterval(() => (left-- > 0 ? response.write("data: x\n\n") : response.end()), 100);
    response.on("close", () => clearInterval(tick));
  });

  expect(await read(host, { ...short, totalTimeoutMs: null })).toMatchObject({
    failure: null,
    bytes: 12 * 9,
  });
});

test("the limits are the ones promised", () => {
  expect([metadataLimits, jsonLimits, streamLimits].map(({ bytesMax }) => bytesMax)).toEqual([
    MIB / 4,
    4 * MIB,
    16 * MIB,
  ]);
  expect(jsonLimits).toMatchObject({
    headersTimeoutMs: 15_000,
    idleTimeoutMs: 30_000,
    totalTimeoutMs: 60_000,
  });
});

describe("headers that are too much or no HTTP at all", () => {
  test.each([
    ["one of 40 KB", { "x-large": "x".repeat(40_000) }],
    [
      "two thousand of them",
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index}`, "value"])),
    ],
  ])("%s", async (_what, headers) => {
    const host = await serve((_request, response) => response.writeHead(200, headers).end("ok"));

    expect((await read(host)).failure).toMatchObject({
      kind: "headers",
      message: `${host} sent more headers than the 16 KiB this console reads.`,
    });
  });

  test.each([
    "SSH-2.0-OpenSSH_9.6\r\n",
    "220 mail.example.com ESMTP\r\n",
    "HTTP/1.1 999 <script>\r\n\r\n",
    "\0\0\0\0",
  ])("%j", async (greeting) => {
    const { failure, host } = await read(await serveSocket((socket) => socket.end(greeting)));

    expect(failure?.message).toBe(`${host} did not answer with valid HTTP.`);
  });
});

describe("a connection that breaks", () => {
  test("before the answer", async () => {
    const { failure, host } = await read(await serveSocket((socket) => socket.resetAndDestroy()));

    expect(failure).toMatchObject({
      kind: "reset",
      message: `${host} closed the connection before its answer was complete.`,
    });
  });

  test.each([
    ["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", 4],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", 4],
  ])("in the middle of it", async (text, bytes) => {
    const outcome = await read(await serveSocket((socket) => socket.once("data", () => socket.end(text))));

    expect(outcome).toMatchObject({ bytes, failure: { kind: "reset" } });
  });

  test("because nobody listens", async () => {
    const host = await serveSocket(() => {});
    const closed = host.replace(/\d+$/, "1024");

    expect((await read(closed)).failure).toMatchObject({
      kind: "connect",
      message: `${closed} refused the connection.`,
    });
  });
});
