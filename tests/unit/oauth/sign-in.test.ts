import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { finishAuthorization, startAuthorization } from "@/lib/oauth/authorization";
import { clientDocument, clientDocumentUrl } from "@/lib/oauth/client-document";
import { refreshTokens, revokeToken } from "@/lib/oauth/tokens";
import { consent } from "../../fakes/consent";
import { listen, shut } from "../../support/ports";
import { begin, discoverOn, finish, signIn, startBench } from "./bench";

test("a person signs in at a server nobody has configured, and stays signed in", async () => {
  const bench = await startBench({ scopes: ["crm.read", "offline_access"] });
  const { tokens, ...party } = await signIn(bench, "grace");
  expect(bench.provider.introspect(tokens.accessToken)).toEqual({
    person: "grace",
    scopes: [],
    resource: bench.serverUrl.href,
  });

  const renewed = await refreshTokens({ ...party, refreshToken: tokens.refreshToken ?? "", scopes: null });
  if (renewed.kind !== "refreshed") throw new Error(renewed.sentence);
  expect(renewed.tokens.refreshToken).not.toBe(tokens.refreshToken);
  expect(bench.provider.introspect(renewed.tokens.accessToken)?.person).toBe("grace");

  const token = renewed.tokens.refreshToken ?? "";
  expect(await revokeToken({ ...party, token, hint: "refresh_token" })).toEqual({ kind: "revoked" });
  expect(bench.provider.introspect(renewed.tokens.accessToken)).toBeNull();
});

test("the resource is named when asking, when redeeming and when renewing", async () => {
  const bench = await startBench();
  const begun = await begin(bench);
  const tokens = await finish(bench, begun);
  await refreshTokens({ ...bench.reach, ...begun, refreshToken: tokens.refreshToken ?? "", scopes: null });

  const sent = bench.provider.seen("token").map(({ body }) => new URLSearchParams(body).get("resource"));
  expect([begun.url.searchParams.get("resource"), ...sent]).toEqual(Array(3).fill(bench.serverUrl.href));
});

test.each([
  ["client_secret_basic", /^Basic /],
  ["client_secret_post", undefined],
  ["none", undefined],
])("a client proves itself by %s when that is what the server takes", async (method, authorization) => {
  const bench = await startBench({ authMethods: [method] });
  const { client } = await signIn(bench);
  const [request] = bench.provider.seen("token");
  const form = new URLSearchParams(request?.body);

  expect(client.authMethod).toBe(method);
  expect(form.has("client_secret")).toBe(method === "client_secret_post");
  expect(form.has("client_id")).toBe(method !== "client_secret_basic");
  if (authorization) expect(request?.headers.authorization).toMatch(authorization);
  if (!authorization) expect(request?.headers.authorization).toBeUndefined();
});

test("Basic carries the secret as it is, whatever characters it has", async () => {
  const secret = "p%41-+/=:é";
  const clients = [{ clientId: "by-hand-1", clientSecret: secret, redirectUris: [] }];
  const bench = await startBench({ clients, registration: false });
  const { server } = await discoverOn(bench);
  const client = {
    clientId: "by-hand-1",
    clientSecret: secret,
    authMethod: "client_secret_basic",
    expiresAt: null,
  } as const;
  const result = await refreshTokens({
    ...bench.reach,
    server,
    client,
    refreshToken: "unknown",
    resource: null,
    scopes: null,
  });

  expect(result).toMatchObject({ kind: "refused", reason: "invalid-grant" });
});

test("a provider that reads client documents knows us by ours", async () => {
  const site = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(clientDocument(origin)));
  });
  const origin = `http://127.0.0.1:${await listen(site)}`;
  onTestFinished(() => shut(site));
  const bench = await startBench({ clientDocuments: true, registration: false });
  const { server, scopes } = await discoverOn(bench);
  const client = {
    clientId: clientDocumentUrl(origin),
    clientSecret: null,
    authMethod: "none",
    expiresAt: null,
  } as const;
  const sent = {
    server,
    client,
    redirectUri: `${origin}/oauth/callback`,
    resource: null,
    allow: bench.reach.allow,
  };

  const { url, ...pending } = await startAuthorization({
    ...sent,
    scopes,
    extraParameters: {},
    allowUnstatedPkce: false,
  });
  const { searchParams: callback } = await consent(url, { as: "grace" });
  const tokens = await finishAuthorization({ ...bench.reach, ...sent, ...pending, callback });
  expect(bench.provider.introspect(tokens.accessToken)?.person).toBe("grace");
});

test("every request is JSON-seeking, credential-free discovery until the token endpoint", async () => {
  const bench = await startBench();
  await signIn(bench);
  const before = bench.provider.requests.filter(({ route }) => !["token", "authorize"].includes(route));

  expect(before.map(({ route }) => route)).toEqual(["resource-metadata", "first-metadata", "register"]);
  for (const { headers } of before) {
    expect(headers.accept).toBe("application/json");
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["authorization"]));
  }
});
