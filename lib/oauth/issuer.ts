import "server-only";
import { fetchDocument } from "./document";
import { hostOf, isAllowedEndpoint, type Reach, requireEndpoint } from "./endpoints";
import { OAuthFailure } from "./failure";
import { type AuthorizationServer, isSameIssuer, readAuthorizationServer } from "./metadata";
import { sentences } from "./sentences";
import { stopwatch, type Trace } from "./trace";

/**
 * Reads the metadata of the authorization server `identifier` from its
 * well-known addresses, in the order MCP gives (RFC 8414 §3.1, OpenID Connect
 * Discovery §4.1), and last below its own path. A document of another issuer than
 * `expected` is not used (RFC 8414 §3.3). Throws OAuthFailure when none is left.
 */
export async function readIssuer(
  input: Reach & { identifier: string; expected: string; trace?: Trace | undefined },
): Promise<AuthorizationServer> {
  requireEndpoint("sign-in server", input.identifier, input.allow);
  const host = hostOf(input.identifier);
  const answers: Answer[] = [];

  for (const url of metadataUrls(input.identifier)) {
    const elapsed = stopwatch();
    const answer = await readAt(url, input);
    answers.push(answer);
    input.trace?.({
      step: "server-metadata",
      host,
      outcome: answer.kind === "usable" ? "ok" : answer.kind === "other-issuer" ? "failed" : "skipped",
      sentence: answer.sentence,
      durationMs: elapsed(),
      detail: { path: new URL(url).pathname },
    });
    if (answer.kind === "usable") return withSafeEndpoints(answer.server, input.allow);
  }
  throw nothingUsable(host, answers);
}

function metadataUrls(identifier: string): string[] {
  const { origin, pathname } = new URL(identifier);
  const path = pathname.replace(/\/$/, "");
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    ...(path ? BELOW.map((wellKnown) => `${origin}${path}/.well-known/${wellKnown}`) : []),
  ];
}

const BELOW = ["openid-configuration", "oauth-authorization-server"];

type Answer =
  | { kind: "usable"; sentence: string; server: AuthorizationServer }
  | { kind: "other-issuer" | "absent"; sentence: string }
  | { kind: "down"; sentence: string; cause?: Error };

async function readAt(url: string, input: Reach & { expected: string }): Promise<Answer> {
  const document = await fetchDocument(url, input.fetch);
  if (document.kind !== "found") return document;

  const server = readAuthorizationServer(document.body);
  if (!server) return { kind: "absent", sentence: "It lacks an issuer, a sign-in page or a token address." };
  if (!isSameIssuer(server.issuer, input.expected)) {
    return {
      kind: "other-issuer",
      sentence: "It calls itself by another name than the one it was found under.",
    };
  }
  return { kind: "usable", sentence: "The sign-in server describes itself.", server };
}

/** Endpoints a person or a secret would be sent to must be safe; a revocation address that is not is left unused. */
function withSafeEndpoints(
  server: AuthorizationServer,
  allow: readonly string[] | undefined,
): AuthorizationServer {
  requireEndpoint("sign-in page", server.authorizationEndpoint, allow);
  requireEndpoint("token address", server.tokenEndpoint, allow);
  if (server.registrationEndpoint)
    requireEndpoint("registration address", server.registrationEndpoint, allow);
  const { revocationEndpoint } = server;
  const isRevocable = revocationEndpoint !== null && isAllowedEndpoint(revocationEndpoint, allow);
  return { ...server, revocationEndpoint: isRevocable ? revocationEndpoint : null };
}

function nothingUsable(host: string, answers: Answer[]): OAuthFailure {
  if (answers.some(({ kind }) => kind === "other-issuer")) {
    return new OAuthFailure("issuer-mismatch", sentences.otherIssuer(host));
  }
  const down = answers.find((answer) => answer.kind === "down");
  if (down && answers.every(({ kind }) => kind === "down")) {
    const { sentence, cause } = down;
    return new OAuthFailure("unavailable", sentences.serverSilent(host, sentence), { cause });
  }
  return new OAuthFailure("no-metadata", sentences.noDetailsAt(host));
}
