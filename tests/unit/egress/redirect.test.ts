import type { IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EgressFailure, egressFailureIn } from "@/lib/egress/failure";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;
let send: GuardedFetch;
let seenElsewhere: IncomingHttpHeaders | null = null;

beforeAll(async () => {
  lab = await EgressLab.start();
  await lab.serve("first.example.com", "93.184.216.34", (request, response) => {
    const url = new URL(request.url ?? "", "https://first.example.com");
    const hops = Number(url.searchParams.get("hops") ?? 0);
    const location = url.searchParams.get("to") ?? (hops > 0 ? `/?hops=${hops - 1}` : null);
    if (location === null) response.end(`arrived with ${request.headers.authorization}`);
    else response.writeHead(Number(url.searchParams.get("status") ?? 302), { location }).end("moved");
  });
  await lab.serve("second.example.com", "93.184.216.35", (request, response) => {
    seenElsewhere = request.headers;
    response.end("elsewhere");
  });
  lab.dns.answer("inside.example.com", ["10.0.0.5"]);
  send = lab.egress();
});
afterAll(async () => {
  expect(lab.canaryVisits).toBe(0);
  await lab.close();
});

const failureOf = (promise: Promise<unknown>): Promise<EgressFailure | null> =>
  promise.then(() => null, egressFailureIn);
const redirecting = (to: string) => `https://first.example.com/?to=${encodeURIComponent(to)}`;

test.each([
  ["https://169.254.169.254/latest/meta-data", "redirect"],
  ["https://127.0.0.1:8443/", "redirect"],
  ["https://2130706433/", "redirect"],
  ["https://[::ffff:10.0.0.5]/", "redirect"],
  ["//localhost/admin", "redirect"],
  ["http://second.example.com/", "redirect"],
  ["https://second.example.com:22/", "redirect"],
  ["https://user:pass@second.example.com/", "redirect"],
  ["javascript:alert(1)", "redirect"],
  ["file:///etc/passwd", "redirect"],
  ["https://", "redirect"],
  ["https://metadata.google.internal/", "redirect"],
  ["https://inside.example.com/", "address"],
])("a redirect to %s goes nowhere", async (location, kind) => {
  lab.dialled.length = 0;
  const failure = await failureOf(send(redirecting(location)));

  expect(failure).toMatchObject({ kind, code: "upstream" });
  expect(failure?.message).toMatch(/^(first|inside)\.example\.com /);
  expect(lab.dialled.filter((address) => !address.startsWith("93.184.216.34"))).toEqual([]);
});

test("three redirects are followed and a fourth is not", async () => {
  const response = await send("https://first.example.com/?hops=3");

  expect(await response.text()).toMatch(/^arrived/);
  expect(response.url).toBe("https://first.example.com/?hops=0");
  expect((await failureOf(send("https://first.example.com/?hops=4")))?.message).toBe(
    "first.example.com redirects more than three times in a row.",
  );
});

test("another origin gets no header that could be a secret", async () => {
  const headers = {
    authorization: "Bearer secret-1",
    "x-api-key": "secret-2",
    "x-custom": "secret-3",
    "mcp-session-id": "secret-4",
    accept: "application/json",
    "user-agent": "Patchbay",
  };
  const response = await send(redirecting("https://second.example.com/metadata"), { headers });

  expect(await response.text()).toBe("elsewhere");
  expect(seenElsewhere).toMatchObject({ accept: "application/json", "user-agent": "Patchbay" });
  expect(JSON.stringify(seenElsewhere)).not.toContain("secret");
});

test("the same origin keeps its headers", async () => {
  const response = await send("https://first.example.com/?hops=1", {
    headers: { authorization: "Bearer mine" },
  });

  expect(await response.text()).toBe("arrived with Bearer mine");
});

test.each([
  ["POST", 301],
  ["POST", 302],
  ["POST", 303],
  ["POST", 307],
  ["PUT", 308],
  ["DELETE", 307],
])("what is sent with %s is never sent on (%i)", async (method, status) => {
  lab.dialled.length = 0;
  const url = `${redirecting("https://second.example.com/mcp?token=secret")}&status=${status}`;
  const failure = await failureOf(send(url, { method, body: method === "DELETE" ? null : "{}" }));

  expect(failure).toMatchObject({ kind: "redirect" });
  expect(failure?.message).toContain("first.example.com redirects to https://second.example.com/mcp,");
  expect(failure?.message).not.toContain("secret");
  expect(lab.dialled.filter((address) => address.startsWith("93.184.216.35"))).toEqual([]);
});

test("the answer to a redirect status without a place to go is an answer", async () => {
  await lab.serve("third.example.com", "93.184.216.36", (_request, response) =>
    response.writeHead(304).end(),
  );
  const response = await send("https://third.example.com/");

  expect(response.status).toBe(304);
});
