import { expect, test } from "vitest";
import { chooseRegistration, clientDocument } from "@/lib/oauth/client-document";
import { OAuthFailure } from "@/lib/oauth/failure";
import type { TraceStep } from "@/lib/oauth/trace";
import { type Canned, type Faults, faults, withMetadata } from "../../fakes/authorization-faults";
import type { AuthorizationServerOptions } from "../../fakes/authorization-server";
import { type Bench, discoverOn, signIn, startBench } from "./bench";

test.each<[string, AuthorizationServerOptions]>([
  ["at the first well-known address", {}],
  ["under a path", { path: "/tenant" }],
  ["under a path, as an OpenID provider", { path: "/tenant", wellKnown: "openid" }],
])("the authorization server is found %s", async (_where, options) => {
  const bench = await startBench(options);
  expect((await discoverOn(bench)).server.issuer).toBe(bench.provider.issuer);
});

const silent = { resources: [], wellKnown: "none" } as const;

test("a server that publishes nothing signs people in at the addresses of MCP 2025-03-26, said to be a guess", async () => {
  const bench = await startBench(silent);
  const trace: TraceStep[] = [];
  const { server, basis, registration } = await discoverOn(bench, { trace: (step) => trace.push(step) });
  expect(basis).toBe("prescribed");
  expect(server).toMatchObject({ issuer: bench.provider.origin, pkce: "S256" });
  expect(registration).toBe("dynamic");
  const guess = trace.find(({ step }) => step === "default-endpoints");
  expect(guess).toMatchObject({ outcome: "ok", sentence: expect.stringContaining("guess") });

  const { tokens } = await signIn(bench, "grace");
  expect(bench.provider.introspect(tokens.accessToken)?.person).toBe("grace");
});

test.each<[string, boolean, Canned | null]>([
  ["it greets strangers", false, null],
  ["its token address knows nothing of OAuth", true, { status: 401, body: { error: "unauthorized" } }],
  ["its token address is a page", true, { status: 200, body: "<p>Welcome</p>" }],
  ["its token address sends away", true, { status: 307, headers: { location: "https://evil.example.com/" } }],
])("nothing is guessed where %s", async (_where, turnedAway, token) => {
  const bench = await startBench(silent);
  if (token) bench.provider.break({ answers: { token } });
  await expect(discoverOn(bench, { turnedAway })).rejects.toMatchObject({
    kind: "no-metadata",
    message: expect.stringContaining("publishes no OAuth sign-in details"),
  });
});

test.each<[string, OAuthFailure["kind"], AuthorizationServerOptions, Partial<Faults>]>([
  ["a server with no OAuth at all", "no-metadata", { resources: [], wellKnown: "openid", path: "/x" }, {}],
  ["metadata of another issuer", "issuer-mismatch", {}, faults.wrongIssuer],
  ["a resource of another server", "resource-mismatch", {}, faults.foreignResource],
  ["everything down", "unavailable", {}, faults.allDown],
  ["a sign-in page over plain http", "insecure-endpoint", {}, faults.httpAuthorize],
  ["a sign-in page that is a script", "insecure-endpoint", {}, faults.javascriptAuthorize],
  ["a sign-in page that is data", "insecure-endpoint", {}, faults.dataAuthorize],
  ["a token address on a private network", "insecure-endpoint", {}, faults.privateToken],
  ["a registration address on a private network", "insecure-endpoint", {}, faults.privateRegistration],
  [
    "a sign-in server on a private network",
    "insecure-endpoint",
    {},
    editResource({ authorization_servers: ["http://10.0.0.5"] }),
  ],
  [
    "a sign-in server that is no address",
    "insecure-endpoint",
    {},
    editResource({ authorization_servers: ["nowhere"] }),
  ],
])("%s is refused as %s", async (_what, kind, options, broken) => {
  const bench = await startBench(options);
  bench.provider.break(broken);
  await expect(discoverOn(bench)).rejects.toMatchObject({ kind, message: expect.stringMatching(/\.$/) });
});

test("a revocation address on a private network is left unused", async () => {
  const bench = await startBench();
  bench.provider.break(faults.privateRevocation);
  expect((await discoverOn(bench)).server.revocationEndpoint).toBeNull();
});

test.each([
  ["another host", "https://evil.example.com/metadata"],
  ["another port", "http://127.0.0.1:1/metadata"],
  ["a user in it", (bench: Bench) => bench.provider.origin.replace("//", "//me@")],
  ["no address at all", "http://"],
])("metadata at an address with %s is refused, and nothing is asked of it", async (_what, named) => {
  const bench = await startBench();
  const url = typeof named === "string" ? named : named(bench);
  const challenge = `Bearer resource_metadata="${url}"`;
  await expect(discoverOn(bench, { challenge })).rejects.toMatchObject({ kind: "resource-mismatch" });
  expect(bench.provider.requests).toEqual([]);
});

test("the address a challenge names is asked first, even when it is relative", async () => {
  const bench = await startBench({ resources: [""] });
  const challenge = 'Basic realm="x", Bearer resource_metadata="/.well-known/oauth-protected-resource"';
  await discoverOn(bench, { challenge });
  expect(bench.provider.requests[0]?.path).toBe("/.well-known/oauth-protected-resource");
});

test("when the address a challenge names has nothing, the well-known ones are tried", async () => {
  const bench = await startBench();
  const challenge = 'Bearer resource_metadata="/.well-known/oauth-protected-resource/gone"';
  expect((await discoverOn(bench, { challenge })).resource?.resource).toBe(bench.serverUrl.href);
});

test("of several sign-in servers the first that works is used", async () => {
  const bench = await startBench();
  const edit = { authorization_servers: [`${bench.provider.origin}/closed`, bench.provider.issuer] };
  bench.provider.break(editResource(edit));
  expect((await discoverOn(bench)).server.issuer).toBe(bench.provider.issuer);
});

test("an issuer an admin vouches for is accepted, and no other", async () => {
  const bench = await startBench();
  const renamed = `${bench.provider.origin}/renamed`;
  bench.provider.break(withMetadata({ issuer: renamed }));

  await expect(discoverOn(bench)).rejects.toMatchObject({ kind: "issuer-mismatch" });
  expect((await discoverOn(bench, { issuer: renamed })).server.issuer).toBe(renamed);
  await expect(discoverOn(bench, { issuer: `${renamed}/more` })).rejects.toBeInstanceOf(OAuthFailure);
});

test.each<[string, string | null, unknown, string[] | undefined, string[]]>([
  ["a challenge knows best", 'Bearer scope="admin read"', ["read", "write"], undefined, ["admin", "read"]],
  ["else the resource does", null, ["read", "write"], undefined, ["read", "write"]],
  ["written with commas", null, "read,write", undefined, ["read", "write"]],
  ["nothing is asked for when nobody says", null, null, ["email", "offline_access"], []],
  [
    "lasting access joins when the provider lists it",
    null,
    ["read"],
    ["offline_access"],
    ["read", "offline_access"],
  ],
  ["and only once", 'Bearer scope="offline_access"', null, ["offline_access"], ["offline_access"]],
])("scopes: %s", async (_rule, challenge, ofResource, ofProvider, expected) => {
  const bench = await startBench(ofProvider ? { scopes: ofProvider } : {});
  bench.provider.break(editResource({ scopes_supported: ofResource }));
  expect((await discoverOn(bench, { challenge })).scopes).toEqual(expected);
});

test("registration is said to be manual where there is no other way", async () => {
  const bench = await startBench({ registration: false });
  const trace: TraceStep[] = [];
  const { registration } = await discoverOn(bench, { trace: (step) => trace.push(step) });
  expect(registration).toBe("manual");
  expect(trace.at(-1)?.sentence).toContain("enter a Client ID and Client Secret under Advanced settings");
});

test("a client document is used where the provider reads them and can reach ours", async () => {
  const { server } = await discoverOn(await startBench({ clientDocuments: true }));
  expect(chooseRegistration(server, "https://console.example.com")).toBe("metadata-document");
  expect(chooseRegistration(server, "http://localhost:3000")).toBe("dynamic");
});

test("our client document calls itself by its own address", () => {
  expect(clientDocument("https://console.example.com")).toMatchObject({
    client_id: "https://console.example.com/client-metadata.json",
    redirect_uris: ["https://console.example.com/oauth/callback"],
    application_type: "web",
    token_endpoint_auth_method: "none",
  });
});

test("the trace says what was tried, where, and how it went", async () => {
  const bench = await startBench({ resources: [""] });
  bench.provider.break(faults.htmlFirst);
  const trace: TraceStep[] = [];
  await discoverOn(bench, { trace: (step) => trace.push(step) });
  expect(trace.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    "resource-metadata skipped",
    "resource-metadata ok",
    "server-metadata skipped",
    "server-metadata ok",
    "pkce ok",
    "registration ok",
  ]);
  expect(JSON.stringify(trace)).not.toContain("<");
});

type Change = Record<string, unknown>;

/** A server whose RFC 9728 document says something else about one thing. */
function editResource(change: Change | ((resource: string) => Change)): Partial<Faults> {
  return {
    editResource: (document) => {
      const { resource } = document as { resource: string };
      return { ...document, ...(typeof change === "function" ? change(resource) : change) };
    },
  };
}
