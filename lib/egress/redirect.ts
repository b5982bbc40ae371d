import "server-only";
import { EgressFailure } from "./failure";
import type { Outgoing } from "./request";
import { refusalOf, refusalSentences } from "./schema";

/** Where a response redirects to, as it says so, or null when it is no redirect. */
export function redirectOf(response: Response): string | null {
  return REDIRECTS.has(response.status) ? response.headers.get("location") : null;
}

/**
 * The request that follows a redirect. Only what merely reads is repeated elsewhere (RFC 9110 §15.4), at most
 * three times, and another origin gets no header that could be a secret. The next address is checked like the
 * first one, here and again when it is dialled. Throws an EgressFailure for every other redirect.
 */
export function nextHop(
  request: Outgoing,
  location: string,
  { hops, allow, redirects }: { hops: number; allow: readonly string[]; redirects: Redirects },
): Outgoing {
  const { url } = request;
  const target = URL.parse(location, url);
  const reason = target ? refusalOf(target, allow) : "not-a-url";
  if (!target || reason) {
    throw refused(url, `to an address that can't be used. ${refusalSentences[reason ?? "not-a-url"]}`);
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw refused(
      url,
      `to ${shown(target)}, and what is sent here is not sent on. If that is the server, enter its address.`,
    );
  }
  if (redirects === "same origin" && target.origin !== url.origin) {
    throw refused(url, `to ${shown(target)}, which can't speak for it.`);
  }
  if (hops >= HOPS_MAX) throw refused(url, "more than three times in a row.");

  const headers = target.origin === url.origin ? request.headers : harmless(request.headers);
  return { ...request, url: target, headers };
}

export type Redirects = "anywhere" | "same origin";

function refused(from: URL, rest: string): EgressFailure {
  return new EgressFailure("redirect", `${from.host} redirects ${rest}`);
}

/** The query may carry a secret, and a foreign path should not fill the screen. */
function shown(url: URL): string {
  const text = `${url.origin}${url.pathname}`;
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

function harmless(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => HARMLESS.has(name)));
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const HARMLESS = new Set(["accept", "accept-encoding", "user-agent"]);
const HOPS_MAX = 3;
const SHOWN_MAX = 120;
