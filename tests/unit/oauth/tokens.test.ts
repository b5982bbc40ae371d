import { afterEach, expect, test, vi } from "vitest";
import { type Refresh, type Revoked, refreshTokens, revokeToken } from "@/lib/oauth/tokens";
import { type Canned, type Faults, faults } from "../../fakes/authorization-faults";
import { type Bench, begin, finish, signIn, startBench } from "./bench";

afterEach(() => {
  vi.useRealTimers();
});

const NOW = new Date("2026-11-22T12:00:00Z");

test.each<
  [string, Record<string, unknown>, { expiresIn: number | null; scopes: string[] | null; refreshed: boolean }]
>([
  [
    "as the RFC has it",
    { expires_in: 60, scope: "a b", refresh_token: "R" },
    { expiresIn: 60, scopes: ["a", "b"], refreshed: true },
  ],
  ["with an expiry as text", { expires_in: "90" }, { expiresIn: 90, scopes: null, refreshed: false }],
  ["expiring now", { expires_in: 0 }, { expiresIn: null, scopes: null, refreshed: false }],
  ["expired before it was made", { expires_in: -1 }, { expiresIn: null, scopes: null, refreshed: false }],
  ["expiring never, as a lie", { expires_in: 1e12 }, { expiresIn: 86_400, scopes: null, refreshed: false }],
  ["expiring some day", { expires_in: "x" }, { expiresIn: null, scopes: null, refreshed: false }],
])("a token answer %s is read, when signing in and when renewing", async (_what, body, expected) => {
  const bench = await startBench();
  const begun = await begin(bench);
  bench.provider.break({
    answers: { token: { status: 200, body: { access_token: "A", token_type: "Bearer", ...body } } },
  });
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });

  const { expiresIn, scopes, refreshed } = expected;
  const expiresAt = expiresIn === null ? null : new Date(NOW.getTime() + expiresIn * 1000);
  const tokens = { accessToken: "A", expiresAt, scopes };
  expect(await finish(bench, begun)).toEqual({ ...tokens, refreshToken: refreshed ? "R" : null });
  expect(await refreshTokens({ ...bench.reach, ...begun, refreshToken: "OLD", scopes: null })).toEqual({
    kind: "refreshed",
    tokens: { ...tokens, refreshToken: refreshed ? "R" : "OLD" },
  });
});

test.each([
  [
    "a bot's token beside the person's",
    { access_token: "A", authed_user: { access_token: "B", scope: "b" } },
    null,
  ],
  [
    "the same token, its scopes inside",
    { access_token: "A", scope: "", authed_user: { access_token: "A", scope: "a,b" } },
    ["a", "b"],
  ],
])("%s: the outer token counts, with its own scopes", async (_what, body, scopes) => {
  const broken = { answers: { token: { status: 200, body } } };
  expect(await renewalWith(broken)).toMatchObject({
    kind: "refreshed",
    tokens: { accessToken: "A", scopes },
  });
});

test.each([
  ["invalid_grant", tokenSays(400, { error: "invalid_grant" }), "invalid-grant"],
  [
    "invalid_grant with a challenge",
    tokenSays(401, { error: "invalid_grant" }, { "www-authenticate": "Bearer" }),
    "invalid-grant",
  ],
  ["invalid_grant with status 200", tokenSays(200, { error: "invalid_grant" }), "invalid-grant"],
  ["bad_refresh_token with status 200", tokenSays(200, { error: "bad_refresh_token" }), "invalid-grant"],
  ["invalid_grant with status 403", tokenSays(403, { error: "invalid_grant" }), "invalid-grant"],
  [
    "a refresh token that is called a bad request",
    tokenSays(400, { error: "invalid_request", error_description: "Obot: refresh_token is invalid" }),
    "invalid-grant",
  ],
  [
    "a refresh token that is called a bad client",
    tokenSays(403, { error: "unauthorized_client", error_description: "Unknown or invalid refresh token." }),
    "invalid-grant",
  ],
  ["invalid_client", tokenSays(401, { error: "invalid_client" }), "invalid-client"],
] as const)("%s ends a sign-in", async (_what, broken, reason) => {
  expect(await renewalWith(broken)).toMatchObject({ kind: "refused", reason });
});

test.each<[string, Partial<Faults>]>([
  ["a 503, even one that says invalid_grant", faults.tokenDown],
  ["HTML with status 200", faults.tokenHtml],
  ["HTML with status 400", tokenSays(400, "<p>Bad request</p>")],
  ["a 401 that says nothing", tokenSays(401, "")],
  ["a 429", tokenSays(429, { error: "slow_down" })],
  ["another OAuth error", tokenSays(400, { error: "invalid_request" })],
  [
    "a mistake of ours about it",
    tokenSays(400, { error: "invalid_request", error_description: "refresh_token is missing" }),
  ],
  ["an error that is no text", tokenSays(400, { error: { code: "invalid_grant" } })],
  ["a success without a token", tokenSays(200, { token_type: "Bearer" })],
  ["a token that no header can carry", tokenSays(200, { access_token: "A\r\nx: y", token_type: "Bearer" })],
  ["a body that is a list", tokenSays(200, [])],
  ["a redirect", tokenSays(307, "", { location: "https://evil.example.com/token" })],
  ["a cut connection", tokenSays(200, "{}", { "content-length": "9000", connection: "close" })],
])("%s keeps a sign-in", async (_what, broken) => {
  const result = await renewalWith(broken);
  expect(result).toMatchObject({ kind: "unavailable", sentence: expect.stringMatching(/^[A-Z].*\.$/) });
  expect(JSON.stringify(result)).not.toMatch(/[<{]p>|OLD/);
});

test("a provider that is gone keeps a sign-in", async () => {
  const bench = await startBench();
  const { tokens, ...party } = await signIn(bench);
  await bench.provider.close();
  const result = await refreshTokens({ ...party, refreshToken: tokens.refreshToken ?? "", scopes: null });
  expect(result.kind).toBe("unavailable");
});

test("a provider that does not answer in time keeps a sign-in", async () => {
  const bench = await startBench();
  const { tokens, ...party } = await signIn(bench);
  bench.provider.break(faults.tokenSlow);
  const impatient: Bench["reach"]["fetch"] = (url, init) =>
    bench.reach.fetch(url, { ...init, limits: { headersTimeoutMs: 100 } });
  const refreshToken = tokens.refreshToken ?? "";
  const result = await refreshTokens({ ...party, fetch: impatient, refreshToken, scopes: null });
  expect(result.kind).toBe("unavailable");
});

test("a spent refresh token ends the sign-in it belonged to", async () => {
  const bench = await startBench();
  const { tokens, ...party } = await signIn(bench);
  const old = { ...party, refreshToken: tokens.refreshToken ?? "", scopes: null };
  const renewed = await refreshTokens(old);
  expect(await refreshTokens(old)).toMatchObject({ kind: "refused", reason: "invalid-grant" });
  expect(bench.provider.reuses()).toBe(1);
  expect(
    bench.provider.introspect(renewed.kind === "refreshed" ? renewed.tokens.accessToken : ""),
  ).toBeNull();
});

test("a provider that does not rotate keeps the refresh token it gave", async () => {
  const bench = await startBench({ rotation: false });
  const { tokens, ...party } = await signIn(bench);
  const refreshToken = tokens.refreshToken ?? "";
  const renewed = await refreshTokens({ ...party, refreshToken, scopes: ["read"] });
  expect(renewed).toMatchObject({ kind: "refreshed", tokens: { refreshToken } });
  expect(new URLSearchParams(bench.provider.seen("token").at(-1)?.body).get("scope")).toBe("read");
});

test("tokens go to no address that is not allowed, even when it was stored", async () => {
  const bench = await startBench();
  const { tokens, ...party } = await signIn(bench);
  const evil = "http://evil.example.com/";
  const server = { ...party.server, tokenEndpoint: evil, revocationEndpoint: evil };
  const sent: string[] = [];
  const watching: Bench["reach"]["fetch"] = (url, init) => {
    sent.push(String(url));
    return bench.reach.fetch(url, init);
  };
  const stolen = { ...party, server, fetch: watching };
  const token = tokens.refreshToken ?? "";
  expect((await refreshTokens({ ...stolen, refreshToken: token, scopes: null })).kind).toBe("unavailable");
  expect((await revokeToken({ ...stolen, token, hint: "refresh_token" })).kind).toBe("unavailable");
  expect(sent).toEqual([]);
});

test.each<[string, Canned | null, Revoked["kind"]]>([
  ["200", null, "revoked"],
  ["204", { status: 204 }, "revoked"],
  ["503", { status: 503 }, "unavailable"],
  ["429", { status: 429 }, "unavailable"],
  ["400", { status: 400, body: { error: "unsupported_token_type" } }, "refused"],
])(
  "a token is revoked only when the provider agreed, and asked for again only when it was down: %s",
  async (_status, canned, revoked) => {
    const bench = await startBench();
    const { tokens, ...party } = await signIn(bench);
    if (canned) bench.provider.break({ answers: { revoke: canned } });
    const outcome = await revokeToken({ ...party, token: tokens.accessToken, hint: "access_token" });
    expect(outcome.kind).toBe(revoked);
    expect(bench.provider.introspect(tokens.accessToken) === null).toBe(canned === null);

    const form = new URLSearchParams(bench.provider.seen("revoke")[0]?.body);
    expect(form.get("token_type_hint")).toBe("access_token");
  },
);

test("where Basic is offered and only the form is read, renewing and revoking work all the same", async () => {
  const bench = await startBench({ registersAs: "client_secret_post" });
  const says = { token_endpoint_auth_method: "client_secret_basic" };
  bench.provider.break({ editRegistration: (document) => ({ ...document, ...says }) });
  const { tokens, ...party } = await signIn(bench);
  const renewed = await refreshTokens({ ...party, refreshToken: tokens.refreshToken ?? "", scopes: null });
  if (renewed.kind !== "refreshed") throw new Error(renewed.sentence);
  const token = renewed.tokens.refreshToken ?? "";
  expect(await revokeToken({ ...party, token, hint: "refresh_token" })).toEqual({ kind: "revoked" });
  expect(bench.provider.introspect(renewed.tokens.accessToken)).toBeNull();
});

test("revoking where there is no way to asks nobody", async () => {
  const bench = await startBench();
  const { tokens, ...party } = await signIn(bench);
  const server = { ...party.server, revocationEndpoint: null };
  const outcome = await revokeToken({ ...party, server, token: tokens.accessToken, hint: "access_token" });
  expect(outcome.kind).toBe("refused");
  expect(bench.provider.seen("revoke")).toEqual([]);
});

async function renewalWith(broken: Partial<Faults>): Promise<Refresh> {
  const bench = await startBench();
  const { tokens: _tokens, ...party } = await signIn(bench);
  bench.provider.break(broken);
  return refreshTokens({ ...party, refreshToken: "OLD", scopes: null });
}

function tokenSays(
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): Partial<Faults> {
  return { answers: { token: { status, headers, body } } };
}
