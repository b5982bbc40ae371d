import "server-only";
import { OAuthFailure, type OAuthFailureKind } from "./failure";
import { type AuthorizationServer, isTenantOf } from "./metadata";

/**
 * Judges what a provider sent back through the person's browser, before any of
 * it is acted on or shown: nothing twice (RFC 6749 §3.1), our state, the issuer
 * the sign-in started with (RFC 9207 §2.4), and only then an error or a code.
 * Returns the code. Throws OAuthFailure.
 */
export function readCallback(input: {
  server: Pick<AuthorizationServer, "issuer" | "issParameter">;
  callback: URLSearchParams;
  state: string;
}): string {
  const { server, callback, state } = input;
  if (ONCE.some((name) => callback.getAll(name).length > 1)) throw notOurs();
  if (callback.get("state") !== state) throw notOurs();
  if (!isFrom(server, callback.get("iss"))) throw otherProvider();

  const error = callback.get("error");
  if (error) throw refusal(error);
  const code = callback.get("code");
  if (!code)
    throw new OAuthFailure("callback", "The provider sent you back without a sign-in. Start it again.");
  return code;
}

const ONCE = ["state", "iss", "error", "code"];

/** Equal as text, without normalisation, or one tenant of a server for all. It may be absent only where the server never promised it. */
function isFrom(server: Pick<AuthorizationServer, "issuer" | "issParameter">, iss: string | null): boolean {
  return iss === null ? !server.issParameter : iss === server.issuer || isTenantOf(server.issuer, iss);
}

function notOurs(): OAuthFailure {
  return new OAuthFailure("callback", "This is not the sign-in that was started here. Start it again.");
}

function otherProvider(): OAuthFailure {
  return new OAuthFailure(
    "callback",
    "The answer came from another provider than the one you were sent to, so it was not used. Start the sign-in again; if it happens again, tell an admin.",
  );
}

function refusal(error: string): OAuthFailure {
  const [kind, sentence] = REFUSALS[error] ?? REFUSED;
  return new OAuthFailure(kind, sentence);
}

const REFUSED: [OAuthFailureKind, string] = [
  "callback",
  "The provider ended the sign-in with an error. Start it again; if it keeps failing, ask an admin to check the connection's settings.",
];

const LATER: [OAuthFailureKind, string] = [
  "unavailable",
  "The provider cannot sign anybody in right now. Try again in a few minutes.",
];

const REFUSALS: Record<string, [OAuthFailureKind, string]> = {
  access_denied: [
    "consent-denied",
    "You did not allow access, so nothing has changed here. Start again to allow it.",
  ],
  server_error: LATER,
  temporarily_unavailable: LATER,
  invalid_scope: [
    "callback",
    "The provider does not offer the scopes that were asked for. An admin can change them under Advanced settings.",
  ],
  invalid_target: [
    "callback",
    "The provider does not know this server as a resource. An admin can set Resource to omit under Advanced settings.",
  ],
  unauthorized_client: [
    "invalid-client",
    "The provider does not let this console's client sign people in. An admin can check its app with the provider, or register again.",
  ],
};
