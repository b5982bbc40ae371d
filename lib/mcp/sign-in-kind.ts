import "server-only";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { bearerChallenge } from "@/lib/oauth/challenge";
import { guessServer } from "@/lib/oauth/default-endpoints";
import { fetchDocument } from "@/lib/oauth/document";
import { OAuthFailure } from "@/lib/oauth/failure";
import { readAuthorizationServer } from "@/lib/oauth/metadata";
import { findProtectedResource } from "@/lib/oauth/protected-resource";

export type SignInKind = "none" | "oauth" | "credential";

/**
 * How people sign in to a server that turned a stranger away: with OAuth when it
 * points to its metadata, publishes it at the well-known addresses (RFC 9728 §3)
 * or, as before that RFC, is an authorization server itself, published or not;
 * else with a credential that somebody has to be given.
 */
export async function signInOfClosed(
  url: URL,
  challenge: string | null,
  send: GuardedFetch,
): Promise<SignInKind> {
  if (bearerChallenge(challenge)?.resourceMetadata) return "oauth";
  const published = await publishedResource(url, send);
  if (published !== "nothing") return "oauth";

  for (const name of ["oauth-authorization-server", "openid-configuration"]) {
    const own = await fetchDocument(`${url.origin}/.well-known/${name}`, send);
    if (own.kind === "found" && readAuthorizationServer(own.body)) return "oauth";
  }
  return (await guessServer({ serverUrl: url, fetch: send })) ? "oauth" : "credential";
}

/** A server that greets strangers may still protect its tools, and then publishes who signs people in to it. */
export async function signInOfOpen(url: URL, send: GuardedFetch): Promise<SignInKind> {
  return (await publishedResource(url, send)) === "its own" ? "oauth" : "none";
}

async function publishedResource(url: URL, send: GuardedFetch): Promise<"its own" | "another's" | "nothing"> {
  try {
    const { resource } = await findProtectedResource({ serverUrl: url, challenge: null, fetch: send });
    return resource ? "its own" : "nothing";
  } catch (error) {
    if (error instanceof OAuthFailure) return "another's";
    throw error;
  }
}
