import { afterEach, beforeEach, expect, test } from "vitest";
import { type OAuthServer, startInternalCrm } from "@/tests/fakes/internal-crm";
import { connectV1, connectV2 } from "./clients";
import { consentAs, redeem, registerApp } from "./tokens";

let server: OAuthServer;
beforeEach(async () => {
  server = await startInternalCrm();
});
afterEach(() => server.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const scope = "crm.read crm.write";

test("without a token it says where its metadata is and which scopes it wants", async () => {
  const answer = await fetch(server.url, { method: "POST", body: "{}" });
  const challenge = answer.headers.get("www-authenticate") ?? "";
  const metadataUrl = challenge.match(/resource_metadata="([^"]+)"/)?.[1] ?? "";

  expect(answer.status).toBe(401);
  expect(challenge).toContain('scope="crm.read crm.write"');
  expect(await (await fetch(metadataUrl)).json()).toMatchObject({
    resource: server.url,
    authorization_servers: [server.authorization.issuer],
  });
});

test("both SDKs act as the person who consented", async () => {
  const app = await registerApp(server);
  const ada = await connectV1(server.url, bearer((await consentAs(server, app, "ada", scope)).access_token));
  const ben = await connectV2(server.url, bearer((await consentAs(server, app, "ben", scope)).access_token));
  const one = await ada.callTool({ name: "whoami", arguments: {} });
  const other = await ben.callTool({ name: "whoami", arguments: {} });
  await Promise.all([ada.close(), ben.close()]);

  expect(one.structuredContent).toEqual({ person: "ada", email: "ada@acme.example" });
  expect(other.structuredContent).toEqual({ person: "ben", email: "ben@acme.example" });
});

test("a note carries the name of the person who wrote it", async () => {
  const { access_token: token } = await consentAs(server, await registerApp(server), "cleo", scope);
  const client = await connectV2(server.url, bearer(token));
  await client.callTool({ name: "add_note", arguments: { id: "C-2004", text: "Sent the samples." } });
  const customer = await client.callTool({ name: "get_customer", arguments: { id: "C-2004" } });
  await client.close();

  expect(JSON.stringify(customer.content)).toContain(String.raw`\"by\": \"cleo\"`);
});

test("an access token lasts a minute and a refresh token works once", async () => {
  const app = await registerApp(server);
  const first = await consentAs(server, app, "ada", scope);
  const renew = { grant_type: "refresh_token", refresh_token: first.refresh_token };
  const second = await redeem(server, app, renew);

  expect(first.expires_in).toBe(60);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  await expect(redeem(server, app, renew)).rejects.toThrow("invalid_grant");
});

test("an expired token is refused as invalid", async () => {
  const { access_token: token } = await consentAs(server, await registerApp(server), "ada", scope);
  server.authorization.expireAccessTokens();
  const answer = await fetch(server.url, { method: "POST", headers: bearer(token), body: "{}" });

  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
});

test("a token that lacks a scope is told which are wanted", async () => {
  const { access_token: token } = await consentAs(server, await registerApp(server), "ada", scope);
  server.requireScopes(["crm.read", "crm.admin"]);
  const answer = await fetch(server.url, { method: "POST", headers: bearer(token), body: "{}" });

  expect(answer.status).toBe(403);
  expect(answer.headers.get("www-authenticate")).toMatch(
    /error="insufficient_scope".*scope="crm.read crm.admin"/,
  );
});

test("a token made for another resource is not accepted", async () => {
  const other = await startInternalCrm();
  const app = await registerApp(server);
  const elsewhere: OAuthServer = { ...server, url: other.url };
  const { access_token: token } = await consentAs(elsewhere, app, "ada", scope);
  const answer = await fetch(server.url, { method: "POST", headers: bearer(token), body: "{}" });

  expect(answer.status).toBe(401);
  await other.close();
});
