import type { Dialect } from "./house";

/** Errors in a dialect: read as what they mean, and told as that. */
export const refusedDialects: Dialect[] = [
  {
    what: "a refused code with status 200",
    seenAt: "GitHub",
    broken: { answers: { token: { status: 200, body: { error: "bad_verification_code" } } } },
    ends: { step: "signing in", sentence: /did not accept the sign-in any more\. Start it again/ },
  },
  {
    what: "an error with status 200 that says it is not ok",
    seenAt: "Slack",
    broken: { answers: { token: { status: 200, body: { ok: false, error: "invalid_code" } } } },
    ends: { step: "signing in", sentence: /refused to finish the sign-in\. Start it again/ },
  },
  {
    what: "a refused registration with status 200",
    seenAt: "gateways that wrap every error",
    broken: { answers: { register: { status: 200, body: { error: "access_denied" } } } },
    ends: { step: "adding", sentence: /refused to register this console.*enter its Client ID/ },
  },
  {
    what: "an issuer that is promised for the callback and left out",
    seenAt: "Cloudflare's and other MCP servers, for a while",
    broken: { iss: null },
    ends: { step: "signing in", sentence: /promises to say in its answer who it is, and did not/ },
  },
  {
    what: "a spent refresh token with status 200",
    seenAt: "GitHub and Slack",
    later: { answers: { token: { status: 200, body: { ok: false, error: "invalid_refresh_token" } } } },
    ends: { step: "renewing", sentence: /Reconnect/ },
  },
  {
    what: "a spent refresh token that is called a bad request",
    seenAt: "Obot, FlowFuse and older better-auth",
    later: spentAs(400, "invalid_request", "Obot: refresh_token is invalid"),
    ends: { step: "renewing", sentence: /Reconnect/ },
  },
  {
    what: "a spent refresh token that is called a bad client",
    seenAt: "Atlassian",
    later: spentAs(403, "unauthorized_client", "refresh_token is invalid"),
    ends: { step: "renewing", sentence: /Reconnect/ },
  },
];

function spentAs(status: number, error: string, error_description: string) {
  return { answers: { token: { status, body: { error, error_description } } } };
}
