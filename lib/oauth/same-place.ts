import "server-only";
import type { AuthorizationServer } from "./metadata";

/**
 * Whether what was found leads to the same place as what was agreed to: the same
 * name, codes and tokens sent to the same addresses, people shown a page of the
 * same origin. Everything else may change without anybody having to look.
 */
export function isSamePlace(agreed: AuthorizationServer, found: AuthorizationServer): boolean {
  return (
    agreed.issuer === found.issuer &&
    agreed.tokenEndpoint === found.tokenEndpoint &&
    isSameOrigin(agreed.authorizationEndpoint, found.authorizationEndpoint) &&
    isKnownRevocation(agreed, found.revocationEndpoint)
  );
}

/** Tokens are sent there too. One that is new is at home where the tokens come from. */
function isKnownRevocation(agreed: AuthorizationServer, found: string | null): boolean {
  if (found === null) return true;
  return isSameOrigin(agreed.tokenEndpoint, found) || isSameOrigin(agreed.revocationEndpoint ?? "", found);
}

function isSameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.parse(one)?.origin === URL.parse(other)?.origin;
}
