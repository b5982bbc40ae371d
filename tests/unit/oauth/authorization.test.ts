import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { finishAuthorization, startAuthorization } from "@/lib/oauth/authorization";
import type { OAuthFailure } from "@/lib/oauth/failure";
import { reservedParameters } from "@/lib/oauth/policy";
import { type Faults, faults } from "../../fakes/authorization-faults";
import { consent } from "../../fakes/consent";
import { type Bench, begin, discoverOn, finish, redirectUri, registerOn, startBench } from "./bench";

test("the person is sent with PKCE, a fresh state and what was asked for", async () => {
  const bench = await startBench();
  const input = await ready(bench);
  const first = await startAuthorization({
    ...input,
    scopes: ["read", "write"],
    resource: bench.serverUrl.href,
  });
  const second = await startAuthorization(input);

  const challenge = createHash("sha256").update(first.codeVerifier).digest("base64url");
  expect(Object.fromEntries(first.url.searchParams)).toEqual({
    client_id: input.client.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    state: first.state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    scope: "read write",
    resource: bench.serverUrl.href,
  });
  expect(Buffer.from(first.state, "base64url")).toHaveLength(32);
  expect(second.state).not.toBe(first.state);
  expect(second.codeVerifier).not.toBe(first.codeVerifier);
  expect(second.url.searchParams.has("resource")).toBe(false);
});

test("extra parameters are added, and none of them replaces the protocol's own", async () => {
  const input = await ready(await startBench());
  const hostile = Object.fromEntries(reservedParameters.map((name) => [name, "evil"]));
  const { url } = await startAuthorization({
    ...input,
    extraParameters: { ...hostile, access_type: "offline" },
  });
  expect(url.searchParams.get("access_type")).toBe("offline");
  expect([...url.searchParams.values()]).not.toContain("evil");
});

test.each([
  [["read", "offline_access"], {}, "consent"],
  [["read", "offline_access"], { prompt: "login" }, "login"],
  [["read"], {}, null],
])("with the scopes %j and the extras %j the prompt is %s", async (scopes, extraParameters, prompt) => {
  const input = await ready(await startBench());
  const { url } = await startAuthorization({ ...input, scopes, extraParameters });
  expect(url.searchParams.get("prompt")).toBe(prompt);
});

test.each([
  ["no word about PKCE", faults.noPkce, false, "no-pkce"],
  ["no word about PKCE, accepted by an admin", faults.noPkce, true, null],
  ["plain PKCE alone", faults.plainPkce, false, "no-pkce"],
  ["plain PKCE alone, whatever an admin accepted", faults.plainPkce, true, "no-pkce"],
] as const)("a server with %s is refused or not", async (_what, broken, allowUnstatedPkce, kind) => {
  const bench = await startBench();
  bench.provider.break(broken);
  const started = startAuthorization({ ...(await ready(bench)), allowUnstatedPkce });
  if (kind) await expect(started).rejects.toMatchObject({ kind });
  if (!kind) expect((await started).url.searchParams.get("code_challenge_method")).toBe("S256");
});

test.each([
  ["http://login.example.com/authorize"],
  ["javascript:alert(1)//"],
  ["data:text/html,hello"],
  ["https://127.0.0.1/authorize"],
  ["https://login.example.com@169.254.169.254/"],
  ["not an address"],
])("nobody is sent to %s, even when it was stored", async (authorizationEndpoint) => {
  const input = await ready(await startBench());
  const started = startAuthorization({ ...input, server: { ...input.server, authorizationEndpoint } });
  await expect(started).rejects.toMatchObject({ kind: "insecure-endpoint" });
});

const ISSUER = "https://as.example.com";

/** RFC 9207 §2.4, and what surrounds it: each row is a callback that is refused before any code leaves. */
test.each<[string, boolean, Record<string, string | string[]>, OAuthFailure["kind"]]>([
  ["iss missing though promised", true, { state: "S", code: "C" }, "callback"],
  ["another iss", true, { state: "S", code: "C", iss: "https://evil.example.com" }, "callback"],
  [
    "another iss that was not promised",
    false,
    { state: "S", code: "C", iss: "https://evil.example.com" },
    "callback",
  ],
  ["iss with a slash", true, { state: "S", code: "C", iss: `${ISSUER}/` }, "callback"],
  ["iss in capitals", true, { state: "S", code: "C", iss: ISSUER.toUpperCase() }, "callback"],
  ["an empty iss", false, { state: "S", code: "C", iss: "" }, "callback"],
  ["iss twice", true, { state: "S", code: "C", iss: [ISSUER, "https://evil.example.com"] }, "callback"],
  ["another state", true, { state: "T", code: "C", iss: ISSUER }, "callback"],
  ["no state", true, { code: "C", iss: ISSUER }, "callback"],
  ["no code", true, { state: "S", iss: ISSUER }, "callback"],
  ["two codes", true, { state: "S", code: ["C", "D"], iss: ISSUER }, "callback"],
  ["a denial", true, { state: "S", error: "access_denied", iss: ISSUER }, "consent-denied"],
  [
    "a denial from another issuer",
    true,
    { state: "S", error: "access_denied", iss: "https://evil.example.com" },
    "callback",
  ],
  ["a denial without the promised iss", true, { state: "S", error: "access_denied" }, "callback"],
  ["a denial without our state", true, { error: "access_denied", iss: ISSUER }, "callback"],
  ["a provider in trouble", true, { state: "S", error: "server_error", iss: ISSUER }, "unavailable"],
  ["refused scopes", false, { state: "S", error: "invalid_scope" }, "callback"],
  ["an error that every object has", false, { state: "S", error: "constructor" }, "callback"],
  ["an unknown client", false, { state: "S", error: "unauthorized_client" }, "invalid-client"],
  [
    "an unheard-of error",
    false,
    { state: "S", error: "<b>x</b>", error_description: "CALL-THIS-NUMBER" },
    "callback",
  ],
])("a callback with %s (iss promised: %s) is refused", async (_what, issParameter, parameters, kind) => {
  const bench = await startBench();
  const { server, client } = await ready(bench);
  const callback = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((text) => [name, text])),
  );
  const failure = await finishAuthorization({
    ...bench.reach,
    server: { ...server, issuer: ISSUER, issParameter },
    client,
    redirectUri,
    callback,
    state: "S",
    codeVerifier: "v".repeat(43),
    resource: null,
  }).catch((error: unknown) => error);

  expect(failure).toMatchObject({ kind });
  expect(String(failure)).not.toMatch(/evil|CALL-THIS|<b>/);
  expect(bench.provider.seen("token")).toEqual([]);
});

test.each([
  ["sent and promised", {}],
  ["neither sent nor promised", { iss: null, editMetadata: unpromised }],
  ["sent though not promised", { editMetadata: unpromised }],
])("a callback with iss %s is accepted", async (_what, broken: Partial<Faults>) => {
  const bench = await startBench();
  bench.provider.break(broken);
  const tokens = await finish(bench, await begin(bench));
  expect(bench.provider.introspect(tokens.accessToken)?.person).toBe("ada");
});

test.each([["issOmitted"], ["issWrong"]] as const)(
  "at a provider with %s nobody is signed in",
  async (fault) => {
    const bench = await startBench();
    bench.provider.break(faults[fault]);
    await expect(begin(bench).then((begun) => finish(bench, begun))).rejects.toMatchObject({
      kind: "callback",
    });
    expect(bench.provider.seen("token")).toEqual([]);
  },
);

test("a person who says no is told so, in our words", async () => {
  const bench = await startBench();
  const denied = begin(bench, "ada", "deny").then((begun) => finish(bench, begun));
  await expect(denied).rejects.toMatchObject({ kind: "consent-denied", code: "upstream" });
});

test("a code works once", async () => {
  const bench = await startBench();
  const begun = await begin(bench);
  const tokens = await finish(bench, begun);
  await expect(finish(bench, begun)).rejects.toMatchObject({ kind: "invalid-grant" });
  expect(bench.provider.introspect(tokens.accessToken)).toBeNull();
});

test("a code without its verifier is worth nothing", async () => {
  const bench = await startBench();
  const begun = await begin(bench);
  await expect(finish(bench, { ...begun, codeVerifier: "x".repeat(43) })).rejects.toMatchObject({
    kind: "invalid-grant",
  });
});

test.each<[string, Partial<Faults>, OAuthFailure["kind"]]>([
  ["is down", faults.tokenDown, "unavailable"],
  ["answers HTML", faults.tokenHtml, "unavailable"],
  [
    "redirects",
    { answers: { token: { status: 307, headers: { location: "https://evil.example.com" } } } },
    "unavailable",
  ],
  ["refuses the client", tokenSays(401, "invalid_client"), "invalid-client"],
  [
    "refuses the client with a challenge",
    tokenSays(401, "invalid_client", { "www-authenticate": "Basic" }),
    "invalid-client",
  ],
  ["refuses the code", tokenSays(400, "invalid_grant"), "invalid-grant"],
  ["refuses the code with status 200", tokenSays(200, "bad_verification_code"), "invalid-grant"],
  ["refuses the resource", tokenSays(400, "invalid_target"), "token-refused"],
  ["refuses for reasons of its own", tokenSays(400, "SECRET-REASON"), "token-refused"],
])(
  "when the token address %s, the person reads a sentence and nothing leaks",
  async (_what, broken, kind) => {
    const bench = await startBench();
    const begun = await begin(bench);
    bench.provider.break(broken);
    const failure = await finish(bench, begun).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind, message: expect.stringMatching(/^[A-Z].*\.$/) });
    const everything = spelledOut(failure);
    for (const secret of [
      begun.callback.get("code"),
      begun.state,
      begun.codeVerifier,
      begun.client.clientSecret,
      "SECRET-REASON",
    ]) {
      expect(everything).not.toContain(secret);
    }
  },
);

test("a client forgotten by its provider is told as that", async () => {
  const bench = await startBench();
  const begun = await begin(bench);
  bench.provider.forgetClients();
  await expect(finish(bench, begun)).rejects.toMatchObject({ kind: "invalid-client" });
});

test("the redirect URI at the token address is the one the person was sent with", async () => {
  const bench = await startBench();
  await finish(bench, await begin(bench));
  expect(new URLSearchParams(bench.provider.seen("token")[0]?.body).get("redirect_uri")).toBe(redirectUri);
});

test("a provider without registration takes the admin's client", async () => {
  const secret = "by-hand-secret";
  const clients = [{ clientId: "by-hand", clientSecret: secret, redirectUris: [redirectUri] }];
  const bench = await startBench({ registration: false, clients });
  const { server, resource, scopes } = await discoverOn(bench);
  const client = {
    clientId: "by-hand",
    clientSecret: secret,
    authMethod: "client_secret_post",
    expiresAt: null,
  } as const;
  const sent = {
    server,
    client,
    redirectUri,
    resource: resource?.resource ?? null,
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

async function ready(bench: Bench) {
  const discovery = await discoverOn(bench);
  return {
    server: discovery.server,
    client: await registerOn(bench, discovery),
    redirectUri,
    scopes: [] as string[],
    resource: null as string | null,
    extraParameters: {} as Record<string, string>,
    allowUnstatedPkce: false,
    allow: bench.reach.allow,
  };
}

function unpromised(document: object): object {
  return { ...document, authorization_response_iss_parameter_supported: null };
}

function tokenSays(status: number, error: string, headers: Record<string, string> = {}): Partial<Faults> {
  return { answers: { token: { status, headers, body: { error, error_description: "SECRET-REASON" } } } };
}

/** Everything a log could print of an error, causes included. */
function spelledOut(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${JSON.stringify(error)} ${error.stack} ${spelledOut(error.cause)}`;
}
