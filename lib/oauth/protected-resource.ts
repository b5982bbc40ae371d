import "server-only";
import { bearerChallenge } from "./challenge";
import { fetchDocument } from "./document";
import type { Reach } from "./endpoints";
import { OAuthFailure } from "./failure";
import { isResourceOf, type ProtectedResource, readProtectedResource } from "./metadata";
import { sentences } from "./sentences";
import { stopwatch, type Trace } from "./trace";

/**
 * Finds what a server says about who signs people in to it: at the address its
 * challenge names, else at the well-known one for its path, else at the root
 * (RFC 9728 §3.1, §5.1), else below its own path, where a server lands that was
 * mounted there whole. Null when it says nothing. Throws when the answer is
 * about another server.
 */
export async function findProtectedResource(
  input: Reach & { serverUrl: URL; challenge: string | null; trace?: Trace | undefined },
): Promise<{ resource: ProtectedResource | null; down: boolean }> {
  let down = true;
  for (const url of candidates(input.serverUrl, input.challenge)) {
    const elapsed = stopwatch();
    const document = await fetchDocument(url, input.fetch);
    const resource = document.kind === "found" ? readProtectedResource(document.body, input.serverUrl) : null;
    down = down && document.kind === "down";
    input.trace?.({
      step: "resource-metadata",
      host: input.serverUrl.host,
      outcome: resource ? "ok" : "skipped",
      sentence: resource ? "The server says who signs people in to it." : NOTHING_HERE,
      durationMs: elapsed(),
      detail: {
        path: new URL(url).pathname,
        ...(document.kind !== "found" && { answer: document.sentence }),
      },
    });
    if (resource) return { resource: ofThisServer(resource, input.serverUrl), down: false };
  }
  return { resource: null, down };
}

const NOTHING_HERE = "The server says nothing about signing in at this address.";

function candidates(serverUrl: URL, challenge: string | null): string[] {
  const { origin, pathname } = serverUrl;
  const wellKnown = "/.well-known/oauth-protected-resource";
  const path = pathname === "/" ? "" : pathname;
  const place = path.replace(/\/$/, "");
  const ownPaths = [`${wellKnown}${path}`, `${wellKnown}${place}`, wellKnown, `${place}${wellKnown}`];
  return [...new Set([...namedByChallenge(serverUrl, challenge), ...ownPaths.map((own) => origin + own)])];
}

/** The server may only name an address of its own: anything else would let it speak for, or reach, somebody else. */
function namedByChallenge(serverUrl: URL, challenge: string | null): string[] {
  const named = bearerChallenge(challenge)?.resourceMetadata;
  if (!named) return [];
  if (URL.canParse(named, serverUrl)) {
    const url = new URL(named, serverUrl);
    if (url.origin === serverUrl.origin && !url.username && !url.password) return [url.href];
  }
  throw new OAuthFailure("resource-mismatch", sentences.detailsElsewhere);
}

function ofThisServer(resource: ProtectedResource, serverUrl: URL): ProtectedResource {
  if (isResourceOf(resource.resource, serverUrl)) return resource;
  throw new OAuthFailure("resource-mismatch", sentences.detailsOfAnother);
}
