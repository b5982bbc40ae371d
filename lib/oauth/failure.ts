import "server-only";
import { Failure, failureIn } from "@/lib/errors";

/**
 * Something about a sign-in server did not work out. The sentence says whose
 * side it is on and what to do next. Neither it nor the cause ever carries a
 * token, a code, a secret or a body: see `safeCause`.
 */
export class OAuthFailure extends Failure {
  constructor(
    readonly kind: OAuthFailureKind,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(
      kind === "unavailable" || kind === "registration-unavailable" ? "unavailable" : "upstream",
      sentence,
      options,
    );
    this.name = "OAuthFailure";
  }
}

export type OAuthFailureKind =
  | "no-metadata"
  | "issuer-mismatch"
  | "resource-mismatch"
  | "no-pkce"
  | "insecure-endpoint"
  | "registration-refused"
  | "registration-unavailable"
  | "consent-denied"
  | "callback"
  | "token-refused"
  | "invalid-grant"
  | "invalid-client"
  | "unavailable";

/** A cause fit for a log. Library errors hold the callback's parameters and whole bodies, so only their names pass. */
export function safeCause(error: unknown): Error {
  const failure = failureIn(error);
  if (failure) return failure;
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  return new Error(`${name}${code}`);
}
