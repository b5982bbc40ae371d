import "server-only";
import { isJson, type Json, parseJson, readList, readSeconds, readText } from "./lenient";

/**
 * Rewrites a token endpoint's answer into the one RFC 6749 §5 describes, so that
 * the strict reader behind it accepts what servers really send. Of a success
 * only what a token set needs is kept, and what is `wanted` beside: an `id_token`
 * that nobody asked for would be verified all the same. An answer that is neither a
 * token nor an OAuth error loses its body and any status that would make it look like one.
 */
export async function normalTokenAnswer(
  response: Response,
  wanted: readonly Extra[] = [],
): Promise<Response> {
  const body = withNestedTokens(readBody(await response.text(), response.headers.get("content-type") ?? ""));
  const error = readError(body);
  if (error && response.status < 500) return Response.json({ error }, { status: 400 });

  const accessToken = readText(body.access_token);
  if (!response.ok || !accessToken || !SENDABLE.test(accessToken))
    return new Response(null, { status: UNREADABLE });
  const extras = wanted.map((name) => [name, readText(body[name])]).filter(([, value]) => value !== null);
  return Response.json({ ...tokens(body, accessToken), ...Object.fromEntries(extras) });
}

export type Extra = "id_token" | "issued_token_type";

/** What can stand in an Authorization header (RFC 6750 §2.1, widened to all visible ASCII). */
const SENDABLE = /^[\x21-\x7e]{1,16384}$/;
const UNREADABLE = 502;

/** Codes of large providers that mean a standard one. */
const ALIASES = new Map([
  ["bad_refresh_token", "invalid_grant"],
  ["bad_verification_code", "invalid_grant"],
  ["invalid_refresh_token", "invalid_grant"],
  ["incorrect_client_credentials", "invalid_client"],
]);

/** A provider that calls a spent refresh token a mistake in the request says which mistake only in words. */
function readError(body: Json): string | null {
  const error = readText(body.error);
  if (error === null) return null;
  const isSpent = VAGUE.includes(error) && SPENT.test(readText(body.error_description) ?? "");
  return isSpent ? "invalid_grant" : (ALIASES.get(error) ?? error);
}

const VAGUE = ["invalid_request", "unauthorized_client", "invalid_token", "access_denied"];
const SPENT =
  /refresh.?token\b.{0,40}\b(?:invalid|expired|revoked|unknown|not found|already used|been used)|(?:invalid|expired|revoked|unknown) refresh.?token/i;

function readBody(text: string, contentType: string): Json {
  if (/x-www-form-urlencoded/i.test(contentType)) return Object.fromEntries(new URLSearchParams(text));
  const body = parseJson(text);
  return isJson(body) ? body : {};
}

/**
 * Tokens that stand in another object of the answer (Slack puts a person's in
 * `authed_user`) are read as if they stood outside. What is outside wins, unless
 * it is empty: a token there may be another one, with scopes of its own.
 */
function withNestedTokens(body: Json): Json {
  const outer = readText(body.access_token);
  const nested = [body.authed_user, ...Object.values(body)]
    .filter(isJson)
    .find((member) => readText(member.access_token) !== null);
  if (!nested || (outer && outer !== readText(nested.access_token))) return body;
  const stated = Object.entries(body).filter(([, value]) => value !== null && value !== "");
  return { ...nested, ...Object.fromEntries(stated) };
}

function tokens(body: Json, accessToken: string): Json {
  const refreshToken = readText(body.refresh_token);
  const expiresIn = readSeconds(body.expires_in);
  const scopes = readList(body.scope);
  return {
    access_token: accessToken,
    token_type: "bearer",
    ...(refreshToken && { refresh_token: refreshToken }),
    ...(expiresIn && { expires_in: Math.min(expiresIn, EXPIRY_MAX_SECONDS) }),
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
  };
}

/** A token that claims to live longer is renewed daily all the same. */
const EXPIRY_MAX_SECONDS = 24 * 60 * 60;
