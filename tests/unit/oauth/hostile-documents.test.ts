import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { finishAuthorization, startAuthorization } from "@/lib/oauth/authorization";
import { readCallback } from "@/lib/oauth/callback";
import { bearerChallenge, parseChallenges } from "@/lib/oauth/challenge";
import { discover } from "@/lib/oauth/discovery";
import { OAuthFailure } from "@/lib/oauth/failure";
import { type AuthorizationServer, readAuthorizationServer } from "@/lib/oauth/metadata";
import { type OAuthClient, registerClient } from "@/lib/oauth/registration";
import { refreshTokens, revokeToken } from "@/lib/oauth/tokens";
import { redirectUri } from "./bench";

/**
 * Whatever a server sends comes to a value or to an OAuthFailure, after a bounded
 * number of requests, and the failure repeats neither our secrets nor its text.
 */
const RUNS = 2_000;
const serverUrl = new URL("https://mcp.example.com/mcp");
const issuer = "https://as.example.com";
const secrets = { state: "OUR-STATE", codeVerifier: `OUR-VERIFIER${"-".repeat(40)}`, code: "OUR-CODE" };
const ours = [...Object.values(secrets), "OUR-SECRET", "OUR-REFRESH", "THEIR-WORDS"];

const odd = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.webUrl(),
  fc.constantFrom(
    ...[
      "",
      " ",
      "THEIR-WORDS",
      "\u0000",
      "a\r\nb: c",
      "javascript:alert(1)",
      "data:,x",
      "//x",
      "https://[",
      "http://10.0.0.5/",
    ],
    ...[
      "https://as.example.com/{tenantid}",
      "https://me:you@as.example.com",
      "9".repeat(400),
      "x".repeat(2_000),
    ],
    ...[null, true, -1, 0, 1e308, [], {}, [[]], [null], { access_token: "B" }, { toString: "x" }],
  ),
);

/** Members that are mostly as they should be, so that what comes after them is reached too. */
function documentOf(members: Record<string, unknown>) {
  const sound = Object.entries(members).map(([name, value]) => [
    name,
    fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, odd, fc.constant(undefined)),
  ]);
  return fc
    .tuple(
      fc.record(Object.fromEntries(sound)),
      fc.dictionary(fc.constantFrom("error", "__proto__", "data", "x"), odd, { maxKeys: 2 }),
    )
    .map(([known, more]) =>
      JSON.stringify(Math.abs(Object.keys(more).length) === 2 ? { ...known, ...more } : known),
    );
}

const resource = documentOf({
  resource: serverUrl.href,
  authorization_servers: [issuer, "https://other.example.com/tenant"],
  scopes_supported: ["a", "b"],
});
const metadata = documentOf({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  revocation_endpoint: `${issuer}/revoke`,
  scopes_supported: ["a", "offline_access"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_post"],
  authorization_response_iss_parameter_supported: true,
  client_id_metadata_document_supported: false,
});
const registration = documentOf({
  client_id: "c",
  client_secret: "OUR-SECRET",
  client_secret_expires_at: 0,
  token_endpoint_auth_method: "client_secret_basic",
});
const tokens = documentOf({
  access_token: "A",
  token_type: "Bearer",
  expires_in: 3600,
  refresh_token: "R",
  scope: "a b",
  id_token: undefined,
  authed_user: undefined,
});
const refusal = documentOf({
  error: "invalid_grant",
  error_description: "THEIR-WORDS refresh token is invalid",
});

type Sent = { status: number; type: string; body: string };

/** Mostly an answer to the question; else another document, a page, nonsense, or nothing. */
function answers(body: fc.Arbitrary<string>): fc.Arbitrary<Sent> {
  return fc.record({
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constant(200) },
      fc.constantFrom(201, 204, 299, 302, 400, 401, 403, 404, 429, 500, 599),
    ),
    type: fc.constantFrom(
      "application/json",
      "application/json",
      "text/html",
      "application/x-www-form-urlencoded",
      "text/event-stream",
      "",
    ),
    body: fc.oneof(
      { weight: 8, arbitrary: body },
      refusal,
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        "",
        "[]",
        "null",
        "{",
        `${"[".repeat(3_000)}`,
        `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`,
        "\uFEFF{}",
      ),
    ),
  });
}

vi.setConfig({ testTimeout: 60_000 });

/** A run brings up to five documents and a header, so that together it is more than ten thousand. */
test("two thousand times hostile answers to a discovery, and to what follows it", async () => {
  const party = fc.record({
    resource: answers(resource),
    metadata: fc.array(answers(metadata), { minLength: 1, maxLength: 3 }),
    challenge: fc.option(header()),
    turnedAway: fc.boolean(),
    admin: fc.constantFrom(null, null, issuer, "https://as.example.com/renamed"),
  });
  let found = 0;
  await fc.assert(
    fc.asyncProperty(party, async ({ admin, challenge, turnedAway, ...sent }) => {
      const network = scripted((url, count) =>
        url.includes("oauth-protected-resource")
          ? sent.resource
          : sent.metadata[count % sent.metadata.length],
      );
      const outcome = await typed(discover({ ...network, serverUrl, challenge, turnedAway, issuer: admin }));
      expect(network.asked.length).toBeLessThanOrEqual(REQUESTS_MAX);
      for (const url of network.asked) expect(new URL(url).protocol).toBe("https:");
      if (!outcome) return;
      found += 1;
      await typed(start(outcome.server));
    }),
    { numRuns: RUNS },
  );
  expect(found).toBeGreaterThan(100);
});

test("and to a registration", async () => {
  await fc.assert(
    fc.asyncProperty(answers(registration), async (sent) => {
      const network = scripted(() => sent);
      const clientUri = "https://console.example.com";
      const input = { ...network, clientName: "Patchbay", clientUri, redirectUri, scopes: ["a"] };
      const client = await typed(registerClient({ ...input, server: soundServer(), tokenAuth: "auto" }));
      expect(network.asked.length).toBeLessThanOrEqual(2);
      if (client) expect(client.clientId).not.toBe("");
    }),
    { numRuns: RUNS },
  );
});

test("and to a code, a refresh token and a revocation", async () => {
  await fc.assert(
    fc.asyncProperty(answers(tokens), fc.constantFrom(...AUTH_METHODS), async (sent, authMethod) => {
      const network = scripted(() => sent);
      const client: OAuthClient = { clientId: "c", clientSecret: "OUR-SECRET", authMethod, expiresAt: null };
      const party = { ...network, server: soundServer(), client, resource: serverUrl.href };
      const callback = new URLSearchParams({ state: secrets.state, code: secrets.code, iss: issuer });

      const granted = await typed(finishAuthorization({ ...party, ...secrets, redirectUri, callback }));
      if (granted)
        expect(() => new Headers({ authorization: `Bearer ${granted.accessToken}` })).not.toThrow();
      const renewed = await refreshTokens({ ...party, refreshToken: "OUR-REFRESH", scopes: null });
      if (renewed.kind !== "refreshed") tellsNothing(renewed.sentence);
      const revoked = await revokeToken({ ...party, token: "OUR-REFRESH", hint: "refresh_token" });
      if (revoked.kind !== "revoked") tellsNothing(revoked.sentence);
      expect(network.asked.length).toBeLessThanOrEqual(2 + 2 + 1);
    }),
    { numRuns: RUNS },
  );
});

test("and in headers and callbacks", async () => {
  const values = fc.oneof(
    fc.constantFrom(secrets.state, secrets.code, issuer, "invalid_scope", "constructor"),
    fc.string({ unit: "binary" }),
  );
  const parameters = fc.array(
    fc.tuple(fc.constantFrom("state", "code", "iss", "error", "error_description", "response"), values),
  );
  await fc.assert(
    fc.asyncProperty(header(), parameters, async (text, pairs) => {
      expect(parseChallenges(text).length).toBeLessThanOrEqual(text.length);
      expect(bearerChallenge(text)).toSatisfy((found) => found === null || typeof found === "object");
      const callback = new URLSearchParams(pairs);
      await typed(
        (async () =>
          readCallback({ server: { issuer, issParameter: false }, callback, state: secrets.state }))(),
      );
    }),
    { numRuns: RUNS },
  );
});

/** Resource metadata at six addresses, three issuers and an admin's at four each, and the guess. */
const REQUESTS_MAX = 6 + 4 * 4 + 1;
const AUTH_METHODS = ["none", "client_secret_basic", "client_secret_post"] as const;

function header(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(
      "Bearer",
      "Basic",
      "DPoP",
      " ",
      ",",
      "=",
      '"',
      "\\",
      "\t",
      "scope=",
      'error="x"',
      "resource_metadata=",
    ),
    fc.constantFrom(
      '"https://mcp.example.com/m"',
      '"https://evil.example.com/m"',
      '"/m"',
      '"http://["',
      "'",
      ";",
      "é",
    ),
    fc.string({ maxLength: 12 }),
  );
  return fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));
}

function scripted(answer: (url: string, count: number) => Sent | undefined): {
  fetch: GuardedFetch;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    fetch: async (input) => {
      const url = String(input);
      const { status, type, body } = answer(url, asked.push(url)) ?? { status: 404, type: "", body: "" };
      const isEmpty = status === 204;
      return new Response(isEmpty ? null : body, { status, headers: type ? { "content-type": type } : {} });
    },
  };
}

function soundServer(): AuthorizationServer {
  const endpoints = {
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
  };
  const server = readAuthorizationServer({ issuer, ...endpoints, code_challenge_methods_supported: "S256" });
  if (!server) throw new Error("not sound");
  return server;
}

async function start(server: AuthorizationServer): Promise<void> {
  const client: OAuthClient = { clientId: "c", clientSecret: null, authMethod: "none", expiresAt: null };
  const asked = { scopes: [], resource: null, extraParameters: {}, allowUnstatedPkce: false };
  const { url } = await startAuthorization({ ...asked, server, client, redirectUri });
  expect(url.protocol).toBe("https:");
}

/** The value, or null for a failure that is one of ours and tells nothing. */
async function typed<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OAuthFailure)) throw error;
    tellsNothing(spelledOut(error));
    expect(error.message).toMatch(/^[A-Z].*\.$/s);
    return null;
  }
}

function tellsNothing(text: string): void {
  for (const secret of ours) expect(text).not.toContain(secret);
}

/** Everything a log could print of an error, causes included. */
function spelledOut(error: unknown): string {
  return error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${spelledOut(error.cause)}` : "";
}
