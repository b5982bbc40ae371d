import { z } from "zod";

export const authorizations = ["none", "apiKey", "headers", "oauth"] as const;
export type Authorization = (typeof authorizations)[number];

/**
 * "workspace": nobody consents; the client's own credentials serve everyone (client credentials grant).
 * "company": each person, without a consent, by the word of the company's identity provider (SEP-990).
 */
export const whoSignsIn = z.enum(["person", "workspace", "company"]);

/** How people sign in to a connection: everything about it that is not secret. Stored as the connection's `settings`. */
export const settings = z.discriminatedUnion("authorization", [
  z.object({ authorization: z.literal("none") }),
  z.object({ authorization: z.literal("apiKey"), header: z.string(), prefix: z.string() }),
  z.object({ authorization: z.literal("headers"), headers: z.array(z.object(headerShape())) }),
  z.object({
    authorization: z.literal("oauth"),
    signsIn: whoSignsIn.default("person"),
    ownApp: z.boolean(),
    scopes: z.array(z.string()),
    resource: z.enum(["auto", "include", "omit"]),
    tokenAuth: z.enum(["auto", "basic", "post", "none"]),
    issuer: z.string().nullable(),
    allowUnstatedPkce: z.boolean(),
    parameters: z.record(z.string(), z.string()),
  }),
]);
export type Settings = z.infer<typeof settings>;
export type HeadersSettings = Extract<Settings, { authorization: "headers" }>;
export type OAuthSettings = Extract<Settings, { authorization: "oauth" }>;

/** A header that a connection wants. `shared`: the admin gave one value for everyone, so teammates fill in nothing. */
export type HeaderRow = HeadersSettings["headers"][number];

function headerShape() {
  return { name: z.string(), secret: z.boolean(), hint: z.string(), shared: z.boolean() };
}

/** What an admin asks for: the settings, and beside them the secrets that are sealed apart. */
export type ConnectionInput = {
  name: string;
  url: string;
  settings: Settings;
  /** Values for the headers marked shared, by name. Absent on edit: keep the stored one. */
  sharedValues: Record<string, string>;
  /** The admin's own OAuth app. A null secret on edit keeps the stored one. */
  ownApp: { clientId: string; clientSecret: string | null } | null;
};

/** A connection as the console shows it. No field of it can hold a secret. */
export type ConnectionView = {
  id: string;
  name: string;
  url: string;
  host: string;
  authorization: Authorization;
  settings: Settings;
  client: ClientView | null;
  server: { name: string; version: string } | null;
  protocolVersion: string | null;
  listedAt: Date | null;
  listFailure: string | null;
  listTruncated: boolean;
  version: number;
  addedAt: Date;
};

/** Who we are to the connection's authorization server. */
export type ClientView = {
  issuer: string;
  /** Where people consent; not always the issuer's own host. */
  consentHost: string;
  /** What a consent asks for. */
  scopes: string[];
  registration: "metadataDocument" | "dynamic" | "manual";
  clientId: string;
  hasSecret: boolean;
  /** Where the connection's server leads now instead, as long as no admin has confirmed it. */
  moved: MovedTo | null;
  /** The provider no longer knows the client: `once`, so the console registers again by itself, or `again` after that. */
  lost: "once" | "again" | null;
};

/** Two sign-in servers side by side. `mark` says which one was looked at when it is confirmed. */
export type MovedTo = { from: ServerPlace; to: ServerPlace; mark: string };
export type ServerPlace = {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string | null;
};

/** One line of Check server's trace. */
export type CheckStep = {
  step: "address" | "tls" | "protocol" | "transport" | "sign-in" | "registration" | "tools";
  outcome: "ok" | "failed" | "skipped";
  sentence: string;
  durationMs: number;
  detail: Record<string, string | number>;
};

/** What a trace is of. A consent begins when a person is sent to the provider and ends when they are back. */
export type TraceKind =
  | "discovery"
  | "consentBegun"
  | "consentEnded"
  | "refresh"
  | "clientCredentials"
  | "companySignIn"
  | "revocation";

/** How somebody's sign-in went, as an admin may read it. */
export type TraceView = {
  id: string;
  what: TraceKind;
  who: string;
  /** Why it did not work out; null when it did. */
  failure: string | null;
  steps: TracedStep[];
  durationMs: number;
  /** How often the same thing happened in a row, the first time and the last. */
  times: number;
  since: Date;
  at: Date;
};

export type TracedStep = Pick<CheckStep, "outcome" | "sentence" | "durationMs" | "detail">;

/** What Check server came to. `found` presets the form; the admin may overrule it. */
export type CheckVerdict =
  | {
      kind: "usable";
      url: string;
      found: "none" | "oauth" | "credential";
      /** How the OAuth client will come to be; null when the server wants no OAuth. */
      registration: "metadata-document" | "dynamic" | "manual" | null;
      tools: number | null;
      sentence: string;
    }
  | { kind: "refused"; sentence: string };

/** What Check server sends to the browser, a JSON line each. */
export type CheckMessage = { step: CheckStep } | { verdict: CheckVerdict };

/** What an edit or a removal would cost, said before it is done. */
export type ConnectionImpact = { signedIn: string[]; assignments: string[] };
