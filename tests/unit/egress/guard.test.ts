import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createConnect, type Dial } from "@/lib/egress/connect";
import { type EgressFailure, egressFailureIn } from "@/lib/egress/failure";
import { createEgress, type GuardedFetch } from "@/lib/egress/fetch";
import { PRIVATE_ADDRESSES } from "@/tests/fixtures/addresses";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;
let send: GuardedFetch;

const PUBLIC = "93.184.216.34";

beforeAll(async () => {
  lab = await EgressLab.start();
  await lab.serve("good.example.com", PUBLIC, (request, response) => {
    response.setHeader("connection", request.headers["x-once"] ? "close" : "keep-alive");
    response.end(`${request.method} ${request.headers.host}${request.url}`);
  });
});
beforeEach(() => {
  send = lab.egress();
  lab.dialled.length = 0;
});
afterAll(async () => {
  expect(lab.canaryVisits).toBe(0);
  await lab.close();
});

const failureOf = (promise: Promise<unknown>): Promise<EgressFailure | null> =>
  promise.then(() => null, egressFailureIn);

test("a public name is reached over TLS at the address that was checked", async () => {
  const response = await send("https://good.example.com/mcp?a=1");

  expect(await response.text()).toBe("GET good.example.com/mcp?a=1");
  expect(response).toBeInstanceOf(Response);
  expect(response.url).toBe("https://good.example.com/mcp?a=1");
  expect(lab.dialled).toEqual([`${PUBLIC}:443`]);
});

test.each(PRIVATE_ADDRESSES)("a name that resolves to %s is never dialled", async (address) => {
  const name = `n${PRIVATE_ADDRESSES.indexOf(address)}.example.com`;
  lab.dns.answer(name, [address]);

  expect(await failureOf(send(`https://${name}/`))).toMatchObject({ kind: "address" });
  expect(lab.dialled).toEqual([]);
});

test.each([
  ["a private address beside a public one", [PUBLIC, "10.0.0.5"]],
  ["a private IPv6 address beside a public IPv4 one", [PUBLIC, "fd00:ec2::254"]],
  ["a mapped address beside a public one", [PUBLIC, "::ffff:127.0.0.1"]],
])("%s condemns the name", async (_what, addresses) => {
  lab.dns.answer("mixed.example.com", addresses);

  expect(await failureOf(send("https://mixed.example.com/"))).toMatchObject({ kind: "address" });
  expect(lab.dialled).toEqual([]);
});

test("a name that turns private after it was checked is refused each time it is dialled anew", async () => {
  lab.dns.answer("rebind.example.com", [PUBLIC], ["127.0.0.1"]);
  const outcomes: string[] = [];
  for (let call = 0; call < 20; call++) {
    // Each call has a pool and a cache of its own, so each resolves and dials.
    const failure = await failureOf(lab.egress()("https://rebind.example.com/"));
    outcomes.push(failure?.kind ?? "answered");
  }

  // The first answer leads to a server with another name's certificate: reached, and refused by TLS.
  expect(outcomes).toEqual(["tls", ...Array(19).fill("address")]);
  expect(lab.dialled).toEqual([`${PUBLIC}:443`]);
});

test.each([
  "https://169.254.169.254/latest/meta-data",
  "https://[::1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://2130706433/",
  "http://good.example.com/",
  "https://localhost/",
  "https://metadata.google.internal/",
  "https://user:pass@good.example.com/",
  "https://good.example.com:22/",
  "ftp://good.example.com/",
])("%s is refused before anything is resolved or dialled", async (url) => {
  lab.dns.asked.length = 0;

  expect(await failureOf(send(url))).toMatchObject({ kind: "address", code: "upstream" });
  expect(lab.dialled).toEqual([]);
  expect(lab.dns.asked).toEqual([]);
});

test.each([
  { protocol: "https:", hostname: "169.254.169.254", port: "" },
  { protocol: "https:", hostname: "[::1]", port: "443" },
  { protocol: "https:", hostname: PUBLIC, port: "" },
  { protocol: "http:", hostname: "good.example.com", port: "" },
  { protocol: "http:", hostname: "127.0.0.1", port: "80" },
])("$protocol//$hostname is refused where sockets are opened, whatever came before", async (target) => {
  const open = createConnect({ allow: [], resolve: async () => [PUBLIC], dial: lab.dial });

  const error = await new Promise((resolve) => open(target, (...outcome) => resolve(outcome[0])));
  expect(error).toMatchObject({ kind: "address" });
  expect(lab.dialled).toEqual([]);
});

test("a socket that ended up elsewhere is closed before a byte is sent", async () => {
  let received = 0;
  const port = Number((await lab.serveSocket((socket) => socket.on("data", () => received++))).split(":")[1]);
  const elsewhere: Dial = () => connect({ host: "localhost", port });
  const { fetch, close } = createEgress({ allow: [], dnsServers: [lab.dns.server], dial: elsewhere });

  expect(await failureOf(fetch("https://good.example.com/"))).toMatchObject({ kind: "address" });
  expect(received).toBe(0);
  await close();
});

test("private with a server, private without one and no such name can't be told apart", async () => {
  const answers = { open: ["127.0.0.1"], closed: ["10.0.0.5"], gone: "nxdomain" } as const;
  const seen = [];
  for (const [name, answer] of Object.entries(answers)) {
    lab.dns.answer(`${name}.example.com`, answer);
    const failure = await failureOf(send(`https://${name}.example.com/`));
    seen.push([failure?.kind, failure?.code, failure?.message.replace(name, "name")]);
  }
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
});

test("the operator's list opens exactly the host and port on it", async () => {
  const listed = await lab.serveLocally((_request, response) => response.end("listed"));
  const unlisted = await lab.serveLocally((_request, response) => response.end("unlisted"));
  const allowed = lab.egress({ allow: [listed] });

  expect(await (await allowed(`http://${listed}/`)).text()).toBe("listed");
  expect(await failureOf(allowed(`http://${unlisted}/`))).toMatchObject({ kind: "address" });
  expect(await failureOf(allowed(`http://127.0.0.1:${listed.split(":")[1]}/`))).toMatchObject({
    kind: "address",
  });
});

test("proxy settings in the environment lead nowhere", async () => {
  vi.stubEnv("HTTPS_PROXY", "http://10.0.0.5:3128");
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  await (await lab.egress()("https://good.example.com/")).text();
  vi.unstubAllEnvs();

  expect(lab.dialled).toEqual([`${PUBLIC}:443`]);
});

test("sockets are used again", async () => {
  for (let call = 0; call < 10; call++) await (await send("https://good.example.com/")).text();

  // Two rather than one, because the pool lets a socket rest for one turn of the event loop.
  expect(lab.dialled.length).toBeLessThanOrEqual(2);
});
