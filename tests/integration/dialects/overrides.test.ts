import { afterAll, beforeAll, expect, test } from "vitest";
import type { OAuthSettings } from "@/lib/connections/schema";
import type { Answering, Canned } from "../../fakes/authorization-faults";
import { withMetadata } from "../../fakes/authorization-faults";
import type { AuthorizationRequest } from "../../fakes/authorization-server";
import type { TestWorkspace } from "../../support/builders";
import { allowOrigins } from "../../support/samples";
import { type Dialect, startHouse } from "./house";

/** Most vendors send no `iss`, and promise none. */
const unpromised = { authorization_response_iss_parameter_supported: null };

const app = { clientId: "acme-console", clientSecret: "entered-by-an-admin" };

/** A vendor whose servers need something of an admin: what happens without it, and what it is. */
type Vendor = Omit<Dialect, "settings" | "app"> & {
  app?: typeof app;
  /** What the admin enters for `without` to be over. */
  override: Partial<OAuthSettings> & { ownApp?: boolean };
  without: NonNullable<Dialect["ends"]>;
  /** What surrounds the override in both cases. */
  common?: Partial<OAuthSettings>;
};

const vendors: Vendor[] = [
  {
    what: "Scopes, and no resource",
    seenAt: "Entra ID: AADSTS9010010 with a resource, AADSTS900144 without scopes, renewals included",
    app,
    broken: {
      ...withMetadata(unpromised),
      iss: null,
      answers: {
        authorize: (request) => {
          if (!asked(request).has("resource"))
            return asked(request).has("scope") ? null : back(request, "invalid_scope");
          return back(request, "invalid_target");
        },
        token: ({ body }) =>
          new URLSearchParams(body).has("scope") || !body.includes("grant_type=refresh_token")
            ? null
            : { status: 400, body: { error: "invalid_request", error_description: "AADSTS900144" } },
      },
    },
    common: { scopes: ["api://crm/.default"] },
    override: { resource: "omit" },
    without: { step: "signing in", sentence: /An admin can set Resource to omit/ },
    asked: () => ({ scope: "api://crm/.default", resource: null }),
  },
  {
    what: "PKCE that nobody states",
    seenAt: "Entra ID, Cognito and AWS Sign-In",
    broken: withMetadata({ code_challenge_methods_supported: null }),
    override: { allowUnstatedPkce: true },
    without: { step: "signing in", sentence: /does not say that it supports PKCE.*admin can accept that/ },
    asked: () => ({ code_challenge_method: "S256" }),
  },
  {
    what: "Offline access as a parameter, and a greeting without a token",
    seenAt: "Google",
    greets: true,
    provider: { rotation: false },
    broken: (origin) => offlineOnly(origin),
    override: { parameters: { access_type: "offline", prompt: "consent" } },
    without: { step: "renewing", sentence: /no longer accepts your sign-in. Reconnect/ },
    asked: () => ({ access_type: "offline", prompt: "consent" }),
  },
  {
    what: "An app registered by hand",
    seenAt: "GitHub",
    app,
    broken: { editTokens: (tokens) => new URLSearchParams({ ...tokens, scope: "repo,read:user" }) },
    override: { ownApp: true },
    without: { step: "adding", sentence: /no automatic registration.*Client ID/ },
    scopes: ["repo", "read:user"],
  },
  {
    what: "Another issuer, scopes for the person as a parameter, and a nested token",
    seenAt: "Slack, whose MCP host publishes its metadata under the name of slack.com",
    app,
    broken: (origin) => ({
      ...withMetadata({ issuer: `${origin}/slack`, ...unpromised }),
      iss: null,
      editTokens: (tokens) => ({ ok: true, authed_user: { ...tokens, scope: "search:read,users:read" } }),
    }),
    common: { parameters: { user_scope: "search:read,users:read" } },
    override: { issuer: "/slack" },
    without: { step: "adding", sentence: /another name.*Issuer under Advanced settings/ },
    asked: () => ({ user_scope: "search:read,users:read", scope: null }),
    scopes: ["search:read", "users:read"],
  },
  {
    what: "Fewer scopes than the server lists",
    seenAt: "servers that list what only their own apps may ask for",
    provider: { scopes: ["read"] },
    broken: { editResource: (document) => ({ ...document, scopes_supported: ["read", "admin"] }) },
    override: { scopes: ["read"] },
    without: { step: "signing in", sentence: /scopes that were asked for.*admin can change them/ },
    asked: () => ({ scope: "read" }),
  },
  {
    what: "A registration without a secret",
    seenAt: "better-auth, where strangers may register public clients only",
    broken: {
      answers: {
        register: ({ body }) =>
          body.includes('"none"')
            ? null
            : { status: 401, body: { error: "invalid_client", error_description: "Log in." } },
      },
    },
    override: { tokenAuth: "none" },
    without: { step: "adding", sentence: /only accepts approved apps/ },
  },
];

const houses = await Promise.all(
  vendors.map(async (vendor) => ({ ...vendor, ...(await startHouse(vendor)) })),
);
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../../support/builders");
const { withTestDatabase } = await import("../../support/database");
const { signInAndStay } = await import("./sign-in");
const { sendsResource } = await import("@/lib/connections/client");

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

afterAll(() => Promise.all(houses.map(({ authorization }) => authorization.close())));

test.each(
  houses.map((house): [string, string, (typeof houses)[number]] => [house.what, house.seenAt, house]),
)("%s (%s): it takes the admin's setting, and nothing else", async (_what, _seenAt, house) => {
  const { common, override, without, authorization } = house;
  const issuer = override.issuer ? authorization.origin + override.issuer : null;
  const bare = {
    ...house,
    app: override.ownApp ? undefined : house.app,
    asked: undefined,
    scopes: undefined,
    settings: { ...common },
  };
  const failure = await signInAndStay(people, bare, `${house.what.slice(0, 50)} bare`).catch(
    (error) => error,
  );
  expect(failure).toMatchObject({ step: without.step, message: expect.stringMatching(without.sentence) });

  const settings = { ...common, ...override, issuer };
  await signInAndStay(people, { ...house, settings }, house.what.slice(0, 60));
});

const entra = "https://login.microsoftonline.com/common/oauth2/v2.0/token";

test.each([
  ["auto", "https://as.example.com/token", ["read"], true],
  ["auto", entra, ["api://crm/.default"], false],
  ["auto", entra, [], true],
  ["auto", "https://login.microsoftonline.com.evil.example/token", ["read"], true],
  ["include", entra, ["api://crm/.default"], true],
  ["omit", "https://as.example.com/token", ["read"], false],
] as const)(
  "Resource set to %s, at %s with the scopes %j: sent %s",
  (resource, tokenEndpoint, scopes, sent) => {
    expect(sendsResource({ resource }, { tokenEndpoint }, [...scopes])).toBe(sent);
  },
);

function asked({ method, query, body }: AuthorizationRequest): URLSearchParams {
  return method === "POST" ? new URLSearchParams(body) : query;
}

/** Sends the person back with an error, as a provider does that does not like what it was asked. */
function back(request: AuthorizationRequest, error: string): Canned {
  const { searchParams, href } = new URL(asked(request).get("redirect_uri") ?? "");
  searchParams.set("error", error);
  searchParams.set("state", asked(request).get("state") ?? "");
  return { status: 303, headers: { location: `${href}?${searchParams}` } };
}

/** Gives a refresh token only to whom asked for offline access, and none when it is used. */
function offlineOnly(origin: string) {
  let isOffline = false;
  const authorize: Answering = (request) => {
    isOffline = asked(request).get("access_type") === "offline";
    return null;
  };
  return {
    answers: { authorize },
    editResource: (document: object) => ({ ...document, authorization_servers: [`${origin}/`] }),
    editTokens: (tokens: object) => ({ ...tokens, ...(!isOffline && { refresh_token: undefined }) }),
  };
}
