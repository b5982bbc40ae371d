import { get } from "node:https";
import { afterEach, expect, test } from "vitest";
import { startRegistrationRefused, startWithoutRegistration } from "@/tests/fakes/bad-authorization";
import {
  type BadServer,
  startBreaksOff,
  startEndless,
  startNeverAnswers,
  startNotFound,
  startNotHttp,
  startRedirect,
  startSilentlyProtected,
  startStallsInBody,
  startWebSite,
} from "@/tests/fakes/bad-servers";
import { startCarelessServer } from "@/tests/fakes/careless-server";
import { startWrongName } from "@/tests/fakes/wrong-name";
import { connectV1, connectV2 } from "./clients";

const running: BadServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function post(start: () => Promise<BadServer>, init: RequestInit = {}): Promise<Response> {
  const server = await start();
  running.push(server);
  return fetch(server.url, { method: "POST", body: "{}", redirect: "manual", ...init });
}

test.each([
  ["a web site answers a page", startWebSite, 200, "text/html; charset=utf-8"],
  ["an unknown path answers a page too", startNotFound, 404, "text/html; charset=utf-8"],
  ["a silently protected server says no more than no", startSilentlyProtected, 401, "application/json"],
])("%s", async (_, start, status, type) => {
  const answer = await post(start);

  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe(type);
  expect(answer.headers.get("www-authenticate")).toBeNull();
});

test.each([301, 307] as const)("a POST is sent on with %i", async (status) => {
  const answer = await post(() => startRedirect({ status, location: "http://127.0.0.1:9/elsewhere" }));

  expect(answer.status).toBe(status);
  expect(answer.headers.get("location")).toBe("http://127.0.0.1:9/elsewhere");
});

test("a server that never answers has taken the request", async () => {
  await expect(post(startNeverAnswers, { signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");

  expect(running[0]?.requests).toMatchObject([{ method: "POST", path: "/mcp", status: 0 }]);
});

test("a body that stalls has begun", async () => {
  const answer = await post(startStallsInBody, { signal: AbortSignal.timeout(500) });

  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow("timeout");
});

test("a body that breaks off is an error", async () => {
  await expect(post(startBreaksOff).then((answer) => answer.text())).rejects.toThrow();
});

test("a body without end goes on for as long as one reads", async () => {
  const answer = await post(startEndless);
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > 8_000_000) break;
  }

  expect(bytes).toBeGreaterThan(8_000_000);
});

test("what does not speak HTTP is no server to a client", async () => {
  const server = await startNotHttp();
  running.push(server);

  await expect(connectV2(server.url)).rejects.toThrow();
});

test("a careless server hides its good tool from a client that trusts it", async () => {
  const server = await startCarelessServer();
  running.push(server);
  const client = await connectV1(server.url);

  await expect(client.listTools()).rejects.toThrow();
  expect(await client.callTool({ name: "works", arguments: {} })).toMatchObject({
    content: [{ text: "Fine." }],
  });

  await client.close();
});

test("a server without registration does not name an address for it", async () => {
  const server = await startWithoutRegistration();
  const metadata = await fetch(`${server.authorization.origin}/.well-known/oauth-authorization-server`);

  expect(await metadata.json()).not.toHaveProperty("registration_endpoint");
  await server.close();
});

test("a server that refuses registration answers 403 to it", async () => {
  const server = await startRegistrationRefused();

  await expect(
    fetch(`${server.authorization.issuer}/register`, { method: "POST", body: "{}" }),
  ).resolves.toMatchObject({
    status: 403,
  });
  await server.close();
});

test("a certificate made out to somebody else is wrong in its name alone", async () => {
  const server = await startWrongName();
  running.push(server);
  const failure = await new Promise((resolve) =>
    get(server.url, { ca: server.authority }).on("error", resolve),
  );

  expect(failure).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(server.requests).toEqual([]);
});
