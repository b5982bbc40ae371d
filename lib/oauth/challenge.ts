import "server-only";
import { readList } from "./lenient";

export type Challenge = { scheme: string; params: Record<string, string> };

/**
 * Every challenge of a WWW-Authenticate header, in order (RFC 9110 §11.6.1).
 * Schemes and parameter names come back in lower case. A name inside a quoted
 * value is text, not a parameter.
 */
export function parseChallenges(header: string | null): Challenge[] {
  const challenges: Challenge[] = [];
  const text = header ?? "";
  let at = 0;

  while (at < text.length) {
    const part = match(PARAMETER, text, at) ?? match(SCHEME, text, at);
    at += part?.[0].length ?? 1;
    if (!part?.groups) continue;

    const { scheme, name, quoted, plain } = part.groups;
    if (scheme) challenges.push({ scheme: scheme.toLowerCase(), params: {} });
    const params = challenges.at(-1)?.params;
    if (name && params) params[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
  }
  return challenges;
}

const PARAMETER = /(?<name>[\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"?|(?<plain>[^\s,"]+))/y;
const SCHEME = /(?<scheme>[\w!#$%&'*+.^`|~-]+)/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * The scopes a server says a token lacks (RFC 6750 §3.1, `insufficient_scope`);
 * empty when it says something else. Only what can be a scope at all (RFC 6749
 * §3.3), and no more of it than a person could read.
 */
export function lackedScopes(header: string | null): string[] {
  const { error, scope } = bearerChallenge(header) ?? {};
  if (error !== "insufficient_scope") return [];
  return readList(scope)
    .filter((token) => SCOPE_TOKEN.test(token))
    .slice(0, SCOPES_MAX);
}

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
const SCOPES_MAX = 20;

export type BearerChallenge = { resourceMetadata?: string; scope?: string; error?: string };

/** The Bearer challenge (RFC 6750 §3, RFC 9728 §5.1); of several, the one that says where the metadata is. */
export function bearerChallenge(header: string | null): BearerChallenge | null {
  const bearer = parseChallenges(header).filter(({ scheme }) => scheme === "bearer");
  const chosen = bearer.find(({ params }) => params.resource_metadata) ?? bearer[0];
  if (!chosen) return null;

  const { resource_metadata: resourceMetadata, scope, error } = chosen.params;
  return { ...(resourceMetadata && { resourceMetadata }), ...(scope && { scope }), ...(error && { error }) };
}
