import type { AuthorizationRequest } from "./authorization-server";

/** The addresses of an authorization server. "next-metadata" is every metadata address after the first. */
export type Route =
  | "resource-metadata"
  | "first-metadata"
  | "next-metadata"
  | "register"
  | "authorize"
  | "token"
  | "revoke";

/** An answer: an object is sent as JSON, URLSearchParams as a form, text as HTML. */
export type Canned = {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: object | string;
};

/** Answers some requests and leaves the others, with null, to the fake. */
export type Answering = (request: AuthorizationRequest) => Canned | null;

/** A fake's document before it is sent. What comes back may be anything at all: that is the point. */
type Edit = (document: object) => object;

/** What is wrong with an authorization server. */
export type Faults = {
  answers: Partial<Record<Route, Canned | Answering>>;
  /** Other statuses for answers that succeeded. */
  statuses: Partial<Record<Route, number>>;
  delaysMs: Partial<Record<Route, number>>;
  editResource: Edit | null;
  editMetadata: Edit | null;
  editRegistration: Edit | null;
  editTokens: Edit | null;
  /** What the callback says in `iss`; null leaves it out, "right" is the issuer. */
  iss: "right" | (string & {}) | null;
};

export const noFaults: Faults = {
  answers: {},
  statuses: {},
  delaysMs: {},
  editResource: null,
  editMetadata: null,
  editRegistration: null,
  editTokens: null,
  iss: "right",
};

const HTML: Canned = { status: 200, body: "<!doctype html><title>An app</title><p>Welcome</p>" };

/** The ways in which providers are broken, by name. */
export const faults = {
  tokenDown: { answers: { token: { status: 503, body: { error: "invalid_grant" } } } },
  tokenHtml: { answers: { token: HTML } },
  tokenSlow: { delaysMs: { token: 60_000 } },
  registrationForbidden: { answers: { register: { status: 403, body: { error: "access_denied" } } } },
  registrationDown: { answers: { register: { status: 503, body: "Bad gateway" } } },
  redirectRefused: { answers: { register: { status: 400, body: { error: "invalid_redirect_uri" } } } },
  issOmitted: { iss: null },
  issWrong: { iss: "https://other.example.com" },
  httpAuthorize: withMetadata({ authorization_endpoint: "http://login.example.com/authorize" }),
  javascriptAuthorize: withMetadata({ authorization_endpoint: "javascript:alert(document.domain)//" }),
  dataAuthorize: withMetadata({ authorization_endpoint: "data:text/html,<script>alert(1)</script>" }),
  privateToken: withMetadata({ token_endpoint: "https://169.254.169.254/token" }),
  privateRegistration: withMetadata({ registration_endpoint: "https://10.0.0.5/register" }),
  privateRevocation: withMetadata({ revocation_endpoint: "https://10.0.0.5/revoke" }),
  htmlFirst: { answers: { "first-metadata": HTML } },
  downFirst: { answers: { "first-metadata": { status: 500, body: HTML.body ?? "" } } },
  allDown: {
    answers: {
      "resource-metadata": { status: 503 },
      "first-metadata": { status: 503 },
      "next-metadata": { status: 502 },
    },
  },
  noPkce: withMetadata({ code_challenge_methods_supported: null }),
  plainPkce: withMetadata({ code_challenge_methods_supported: ["plain"] }),
  wrongIssuer: withMetadata({ issuer: "https://other.example.com" }),
  foreignResource: {
    editResource: (document: object) => ({ ...document, resource: "https://other.example.com/mcp" }),
  },
} as const satisfies Record<string, Partial<Faults>>;

/** A server whose metadata says something else about one thing. */
export function withMetadata(change: Record<string, unknown>): Partial<Faults> {
  return { editMetadata: (document) => ({ ...document, ...change }) };
}
