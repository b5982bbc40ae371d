import type { AddressInfo } from "node:net";
import { createServer, type TlsOptions } from "node:tls";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { egressFailureIn } from "@/lib/egress/failure";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { EgressLab } from "@/tests/support/egress-lab";

let lab: EgressLab;
let send: GuardedFetch;

beforeAll(async () => {
  lab = await EgressLab.start();
  send = lab.egress();
});
afterAll(() => lab.close());

const sentenceFor = (url: string) =>
  send(url).then(
    (response) => response.text(),
    (error: unknown) => [egressFailureIn(error)?.kind, egressFailureIn(error)?.message],
  );

test.each([
  ["good", {}, "hello"],
  [
    "selfsigned",
    { signedBy: "itself" },
    "has a certificate that no authority known to this console has signed.",
  ],
  ["elsewhere", { name: "other.example.com" }, "has a certificate for another name."],
  ["expired", { days: -1 }, "has a certificate that has expired."],
] as const)("the certificate is %s", async (label, certificate, outcome) => {
  const name = `${label}.example.com`;
  const address = `93.184.216.${label.length * 10}`;
  let requests = 0;
  await lab.serve(
    name,
    address,
    (_request, response) => {
      requests += 1;
      response.end("hello");
    },
    { name, ...certificate },
  );

  const expected = outcome === "hello" ? "hello" : ["tls", `${name} ${outcome}`];
  expect(await sentenceFor(`https://${name}/`)).toEqual(expected);
  expect(requests).toBe(outcome === "hello" ? 1 : 0);
});

test.each([
  [
    "TLS 1.1 and older",
    { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
    /TLS that is no longer safe\.$/,
  ],
  [
    "no cipher in common",
    { maxVersion: "TLSv1.2", ciphers: "PSK-AES128-CBC-SHA256" },
    /could not agree on a secure connection/,
  ],
] as const)("a server with %s is refused", async (label, options: TlsOptions, sentence) => {
  const name = `tls${label.length}.example.com`;
  const { private: key, cert } = await lab.certify({ name });
  const server = createServer({ key, cert, ...options });
  server.on("tlsClientError", () => {});
  lab.route("93.184.216.99", await lab.listen(server));
  lab.dns.answer(name, ["93.184.216.99"]);

  expect(await sentenceFor(`https://${name}/`)).toEqual(["tls", expect.stringMatching(sentence)]);
});

test("no setting of the environment switches verification off", async () => {
  const name = "unverified.example.com";
  await lab.serve(name, "93.184.216.97", (_request, response) => response.end("hello"), {
    name,
    signedBy: "itself",
  });
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const outcome = await sentenceFor(`https://${name}/`);
  vi.unstubAllEnvs();

  expect(outcome).toEqual(["tls", expect.stringContaining("no authority known to this console")]);
});

test("a server that speaks plain http where https is expected is refused", async () => {
  const host = await lab.serveLocally((_request, response) => response.end("plain"));
  const allowed = lab.egress({ allow: [host] });

  const failure = await allowed(`https://${host}/`).then(() => null, egressFailureIn);
  expect(failure).toMatchObject({ kind: "tls" });
});

test("the server is told which name is meant", async () => {
  const name = "sni.example.com";
  const { private: key, cert } = await lab.certify({ name });
  const names: unknown[] = [];
  const server = createServer({ key, cert }, (socket) => {
    names.push(socket.servername, socket.alpnProtocol);
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
  });
  lab.route("93.184.216.98", await lab.listen(server));
  lab.dns.answer(name, ["93.184.216.98"]);

  expect(await sentenceFor(`https://${name}/`)).toBe("ok");
  expect(names[0]).toBe(name);
  expect((server.address() as AddressInfo).port).toBeGreaterThan(0);
});
