import type { IncomingHttpHeaders } from "node:http";
import type { AuthorizationServerFake } from "./authorization-server";
import type { Admission } from "./sample-server";

/** A resource server's side of OAuth: whom it trusts, what it asks for and where it says so. */
export type BearerGate = {
  admit(headers: IncomingHttpHeaders, origin: string): Promise<Admission>;
  /** Its protected resource metadata (RFC 9728 §3.1), by path. */
  documents(origin: string): Record<string, unknown>;
  /** Asks for other scopes from now on, as a provider does that wants consent to more; "never content" still refuses those who have them. */
  requireScopes(scopes: readonly string[], mood?: "never content"): void;
  /** Names and believes another authorization server from now on. */
  trust(authorization: AuthorizationServerFake): void;
};

/** Lets in the tokens of one authorization server that were made for this very resource (RFC 8707 §2). */
export function createBearerGate(options: {
  authorization: AuthorizationServerFake;
  name: string;
  scopes: readonly string[];
}): BearerGate {
  const { name } = options;
  let { authorization } = options;
  let scopes = options.scopes;
  let isContent = true;

  return {
    async admit(headers, origin) {
      const token = headers.authorization?.match(/^Bearer (.+)$/i)?.[1];
      if (token === undefined) return challenge(401, origin, scopes, null);
      const known = authorization.introspect(token);
      if (known?.resource !== `${origin}/mcp`) return challenge(401, origin, scopes, "invalid_token");
      const lacks = !isContent || scopes.some((scope) => !known.scopes.includes(scope));
      return lacks
        ? challenge(403, origin, scopes, "insufficient_scope")
        : { kind: "admitted", person: known.person };
    },
    documents: (origin) => ({
      [metadataPath]: {
        resource: `${origin}/mcp`,
        authorization_servers: [authorization.issuer],
        scopes_supported: scopes,
        bearer_methods_supported: ["header"],
        resource_name: name,
      },
    }),
    requireScopes: (wanted, mood) => {
      scopes = wanted;
      isContent = mood === undefined;
    },
    trust: (other) => {
      authorization = other;
    },
  };
}

const metadataPath = "/.well-known/oauth-protected-resource/mcp";

/** RFC 6750 §3 with the parameter of RFC 9728 §5.1. */
function challenge(
  status: 401 | 403,
  origin: string,
  scopes: readonly string[],
  error: string | null,
): Admission {
  const parameters = [
    ...(error ? [`error="${error}"`] : []),
    `resource_metadata="${origin}${metadataPath}"`,
    `scope="${scopes.join(" ")}"`,
  ];

  return {
    kind: "turned-away",
    status,
    headers: { "www-authenticate": `Bearer ${parameters.join(", ")}` },
    body: { error: error ?? "unauthorized" },
  };
}
