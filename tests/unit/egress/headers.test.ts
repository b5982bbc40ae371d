import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egressFailureIn } from "@/lib/egress/failure";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { checkHeader } from "@/lib/egress/headers";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;
let url: string;
let send: GuardedFetch;

beforeAll(async () => {
  lab = await EgressLab.start();
  const host = await lab.serveLocally(async (request, response) => {
    const body = [];
    for await (const chunk of request) body.push(chunk);
    response.setHeader("content-type", "application/json");
    const { method, headers } = request;
    response.end(JSON.stringify({ method, headers, body: Buffer.concat(body).toString() }));
  });
  url = `http://${host}/`;
  send = lab.egress({ allow: [host] });
});
afterAll(() => lab.close());

describe("a header a person may set", () => {
  test.each([
    ["Authorization", "Bearer abc"],
    ["X-API-Key", "k-123"],
    ["x_tenant.id", "42"],
    ["  X-Padded  ", "  pasted with a line break\n"],
    ["X-Empty", ""],
    ["X-Long", "x".repeat(8192)],
  ])("%s", (name, value) => {
    expect(checkHeader(name, value)).toBeNull();
  });
});

test.each([
  "Host",
  "Content-Length",
  "Transfer-Encoding",
  "Connection",
  "Keep-Alive",
  "Upgrade",
  "TE",
  "Trailer",
  "Expect",
  "Cookie",
  "Set-Cookie",
  "Origin",
  "Proxy-Authorization",
  "Proxy-Anything",
  "Sec-Fetch-Site",
  "Sec-WebSocket-Key",
  "Mcp-Session-Id",
  "Mcp-Protocol-Version",
  "MCP-Param-Region",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "Forwarded",
  "Via",
  "Accept",
  "Accept-Encoding",
  "Content-Type",
  "Last-Event-ID",
])("%s is the console's own, in any case", (name) => {
  for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
    expect(checkHeader(spelling, "value")).toBe(
      `${spelling} is set by the console itself. Choose another header.`,
    );
  }
});

test.each(["", " ", "X Key", "X:Key", "X-Key\r\nX-Other", "Schlüssel", "x".repeat(65), "(x)", "x\0"])(
  "%j is no header's name",
  (name) => {
    expect(checkHeader(name, "value")).toMatch(/name/);
  },
);

test.each(["a\r\nX-Other: b", "a\nb", "a\0b", "\u007f", "café", "“quoted”", "x".repeat(8193)])(
  "a value like %j is refused without being repeated",
  (value) => {
    const sentence = checkHeader("X-Key", value);
    expect(sentence).toMatch(/^The value of X-Key /);
    expect(sentence).not.toContain(value);
  },
);

test("no text whatsoever gets a second header through, and no sentence repeats a value", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.string({ unit: fc.constantFrom("\r", "\n", ":", "a", "\0", " ") }),
  );
  fc.assert(
    fc.property(text, text, (name, value) => {
      const sentence = checkHeader(name, value);
      if (sentence === null) return !/[^\t\x20-\x7e]/.test(value.trim()) && /^[!-~]{1,64}$/.test(name.trim());
      return value.trim().length < 20 || !sentence.includes(value.trim());
    }),
    { numRuns: 10_000 },
  );
});

test("the same rules hold when it is sent", async () => {
  const secret = "sk-live-0123456789\r\nx-smuggled: 1";
  const attempts: HeadersInit[] = [
    { "x-key": secret },
    [["x-key", secret]],
    { "x key": secret },
    { "x-key": "sk-live-0123456789é" },
    { host: "internal.example.com" },
    { "transfer-encoding": "chunked" },
    { connection: "upgrade" },
  ];
  for (const headers of attempts) {
    const error: unknown = await send(url, { headers }).catch((thrown: unknown) => thrown);
    expect(egressFailureIn(error)?.kind).toBe("headers");
    expect(String(error) + JSON.stringify(error)).not.toContain("sk-live");
  }
});

describe("what is sent is what fetch would send", () => {
  const echo = async (init: RequestInit) => (await (await send(url, init)).json()) as Record<string, never>;

  test("text, with its type", async () => {
    expect(await echo({ method: "post", body: "héllo" })).toMatchObject({
      method: "POST",
      body: "héllo",
      headers: { "content-type": "text/plain;charset=UTF-8", "content-length": "6" },
    });
  });

  test("a form", async () => {
    expect(
      await echo({ method: "POST", body: new URLSearchParams({ grant_type: "refresh token" }) }),
    ).toMatchObject({
      body: "grant_type=refresh+token",
      headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
    });
  });

  test("bytes and streams", async () => {
    expect(await echo({ method: "POST", body: new TextEncoder().encode("bytes") })).toMatchObject({
      body: "bytes",
    });
    const stream = new Blob(["streamed"]).stream();
    expect(await echo({ method: "PUT", body: stream })).toMatchObject({ method: "PUT", body: "streamed" });
  });

  test("the caller's headers, in every form they come in", async () => {
    const pairs: [string, string][] = [
      ["x-key", "a"],
      ["accept", "application/json"],
    ];
    for (const headers of [pairs, Object.fromEntries(pairs), new Headers(pairs)]) {
      expect(await echo({ headers })).toMatchObject({
        headers: { "x-key": "a", accept: "application/json" },
      });
    }
  });

  test("a Request", async () => {
    const request = new Request(url, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    const response = await send(request);
    expect(await response.json()).toMatchObject({
      body: "{}",
      headers: { "content-type": "application/json" },
    });
  });
});
