import "server-only";
import { OAuthFailure, type OAuthFailureKind } from "./failure";
import { type AuthorizationServer, isTenantOf } from "./metadata";
import { sentences } from "./sentences";

/**
 * Judges what a provider sent back through the person's browser, before any of
 * it is acted on or shown: nothing twice (RFC 6749 §3.1), our state, the issuer
 * the sign-in started with, present where it was promised (RFC 9207 §2.4), and only then an error or a code.
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
  const iss = callback.get("iss");
  if (iss === null && server.issParameter) throw new OAuthFailure("callback", sentences.issuerMissing);
  if (iss !== null && !isFrom(server, iss)) throw new OAuthFailure("callback", sentences.otherProvider);

  const error = callback.get("error");
  if (error) throw refusal(error);
  const code = callback.get("code");
  if (!code) throw new OAuthFailure("callback", sentences.nothingSent);
  return code;
}

const ONCE = ["state", "iss", "error", "code"];

/** Equal as text, without normalisation, or one tenant of a server for all. */
function isFrom({ issuer }: Pick<AuthorizationServer, "issuer">, iss: string): boolean {
  return iss === issuer || isTenantOf(issuer, iss);
}

function notOurs(): OAuthFailure {
  return new OAuthFailure("callback", sentences.notOurs);
}

function refusal(error: string): OAuthFailure {
  const [kind, sentence] = REFUSALS.get(error) ?? REFUSED;
  return new OAuthFailure(kind, sentence);
}

const REFUSED: [OAuthFailureKind, string] = ["callback", sentences.endedWithError];

const REFUSALS = new Map<string, [OAuthFailureKind, string]>([
  ["access_denied", ["consent-denied", sentences.denied]],
  ["server_error", ["unavailable", sentences.providerBusy]],
  ["temporarily_unavailable", ["unavailable", sentences.providerBusy]],
  ["invalid_scope", ["callback", sentences.scopesRefused]],
  ["invalid_target", ["callback", sentences.resourceRefused]],
  ["unauthorized_client", ["invalid-client", sentences.clientMayNot]],
]);
