import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { dialTcp } from "@/lib/egress/connect";
import { EgressLab } from "@/tests/support/egress-lab";

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

test.each([
  ["its one address", ["127.0.0.1"]],
  ["the second address, when the first refuses", ["127.0.0.2", "127.0.0.1"]],
  ["the other family, when one refuses", ["::1", "127.0.0.1"]],
])("a name is reached at %s", async (_what, addresses) => {
  const socket = dialTcp("crm.example.com", port, addresses);
  await once(socket, "connect");

  expect(socket.remoteAddress).toBe("127.0.0.1");
  socket.destroy();
});

test("no other address is ever tried", async () => {
  const socket = dialTcp("localhost", port, ["127.0.0.2", "127.0.0.3"]);

  const [error] = await once(socket, "error").catch((thrown: unknown) => [thrown]);
  expect(error).toMatchObject({ code: "ECONNREFUSED" });
});

test("the door of the process is configured by the environment", async () => {
  const lab = await EgressLab.start();
  const host = await lab.serveLocally((_request, response) => response.end("hello"));
  lab.dns.answer("inside.example.com", ["10.0.0.5"]);
  vi.stubEnv("PATCHBAY_EGRESS_ALLOW", host);
  vi.stubEnv("PATCHBAY_DNS_SERVERS", lab.dns.server);
  vi.resetModules();
  const { guardedFetch } = await import("@/lib/egress/fetch");
  vi.unstubAllEnvs();
  vi.resetModules();

  expect(await (await guardedFetch(`http://${host}/`)).text()).toBe("hello");
  await expect(guardedFetch("https://inside.example.com/")).rejects.toMatchObject({ kind: "address" });
  expect(lab.dns.asked).toContain("A inside.example.com");
  await lab.close();
});
