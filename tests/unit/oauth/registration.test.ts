import { expect, test } from "vitest";
import type { OAuthFailure } from "@/lib/oauth/failure";
import { chooseAuthMethod, type OAuthClient, registerClient } from "@/lib/oauth/registration";
import type { TraceStep } from "@/lib/oauth/trace";
import { type Faults, faults } from "../../fakes/authorization-faults";
import { discoverOn, redirectUri, registerOn, startBench } from "./bench";

test("the registration says who we are, what we use and which kind of client we are", async () => {
  const bench = await startBench({ authMethods: ["none"] });
  await registerOn(bench, { ...(await discoverOn(bench)), scopes: ["read", "write"] });
  expect(JSON.parse(bench.provider.seen("register")[0]?.body ?? "")).toEqual({
    client_name: "Patchbay",
    client_uri: "http://localhost:3000",
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    application_type: "native",
    scope: "read write",
  });
});

const secretly = {
  clientId: "c",
  clientSecret: "s",
  authMethod: "client_secret_basic",
  expiresAt: null,
} as const;

test.each<[string, object, OAuthClient]>([
  ["a secret for ever", { client_id: "c", client_secret: "s", client_secret_expires_at: 0 }, secretly],
  [
    "a secret for a time",
    { client_id: "c", client_secret: "s", client_secret_expires_at: "1900000000" },
    { ...secretly, expiresAt: new Date(1_900_000_000_000) },
  ],
  [
    "no secret, whatever method it names",
    { client_id: "c", client_secret: null, token_endpoint_auth_method: "client_secret_basic" },
    { ...secretly, clientSecret: null, authMethod: "none" },
  ],
  [
    "a number for a client id",
    { client_id: 7, client_secret: "" },
    { ...secretly, clientId: "7", clientSecret: null, authMethod: "none" },
  ],
])("%s is a registration", async (_what, body, client) => {
  const bench = await startBench();
  bench.provider.break({ answers: { register: { status: 201, body } } });
  expect(await registerOn(bench, await discoverOn(bench))).toEqual(client);
});

test.each<[string, OAuthFailure["kind"], Partial<Faults>, RegExp]>([
  [
    "a 403",
    "registration-refused",
    faults.registrationForbidden,
    /^This provider only accepts approved apps\. Register one and enter its Client ID under Advanced settings\.$/,
  ],
  ["a 401", "registration-refused", answer(401, "<p>no</p>"), /approved apps/],
  ["a refused redirect", "registration-refused", faults.redirectRefused, /redirect URI.*Client ID/],
  [
    "a refusal of another kind",
    "registration-refused",
    answer(422, { error: "invalid_client_metadata" }),
    /Client ID/,
  ],
  ["an error with status 200", "registration-refused", answer(200, { error: "access_denied" }), /Client ID/],
  ["a 404", "registration-refused", answer(404, "gone"), /Client ID/],
  ["HTML with status 200", "registration-refused", answer(200, "<p>hi</p>"), /cannot be read/],
  ["a 503", "registration-unavailable", faults.registrationDown, /not answering.*Try again/],
  ["a 429", "registration-unavailable", answer(429, {}), /not answering/],
  [
    "a redirect",
    "registration-unavailable",
    { answers: { register: { status: 307, headers: { location: "https://evil.example.com" } } } },
    /not answering/,
  ],
])("%s is told as %s", async (_what, kind, broken, sentence) => {
  const bench = await startBench();
  bench.provider.break(broken);
  const refused = registerOn(bench, await discoverOn(bench));
  await expect(refused).rejects.toMatchObject({ kind, message: expect.stringMatching(sentence) });
});

test("a provider that is gone is told so, in the trace too", async () => {
  const bench = await startBench();
  const { server } = await discoverOn(bench);
  await bench.provider.close();
  const trace: TraceStep[] = [];
  const input = {
    ...bench.reach,
    server,
    clientName: "Patchbay",
    clientUri: "http://localhost:3000",
    redirectUri,
    tokenAuth: "auto" as const,
  };
  const gone = registerClient({ ...input, scopes: [], trace: (step) => trace.push(step) });
  await expect(gone).rejects.toMatchObject({ kind: "registration-unavailable", code: "unavailable" });
  expect(trace).toMatchObject([{ step: "registration", outcome: "failed" }]);
});

test("without a registration address nothing is sent", async () => {
  const bench = await startBench({ registration: false });
  await expect(registerOn(bench, await discoverOn(bench))).rejects.toMatchObject({
    kind: "registration-refused",
  });
  expect(bench.provider.seen("register")).toEqual([]);
});

test("a stored registration address that is no longer allowed is not used", async () => {
  const bench = await startBench();
  const discovery = await discoverOn(bench);
  const closed = { ...bench, reach: { ...bench.reach, allow: [] } };
  await expect(registerOn(closed, discovery)).rejects.toMatchObject({ kind: "insecure-endpoint" });
  expect(bench.provider.seen("register")).toEqual([]);
});

test.each([
  [[], true, "auto", "client_secret_basic"],
  [["client_secret_post", "client_secret_basic"], true, "auto", "client_secret_basic"],
  [["none", "client_secret_post"], true, "auto", "client_secret_post"],
  [["none"], true, "auto", "none"],
  [["private_key_jwt"], true, "auto", "client_secret_basic"],
  [["client_secret_basic"], false, "auto", "none"],
  [["client_secret_basic"], true, "post", "client_secret_post"],
  [["client_secret_post"], true, "basic", "client_secret_basic"],
  [["client_secret_post"], true, "none", "none"],
  [["client_secret_post"], false, "basic", "none"],
] as const)(
  "with %j, a secret: %s and the override %s, a client uses %s",
  (methods, hasSecret, override, method) => {
    expect(chooseAuthMethod({ tokenEndpointAuthMethods: [...methods] }, hasSecret, override)).toBe(method);
  },
);

function answer(status: number, body: object | string): Partial<Faults> {
  return { answers: { register: { status, body } } };
}
