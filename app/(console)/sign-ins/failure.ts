import "server-only";
import { cookies } from "next/headers";
import type { Failure } from "@/lib/errors";
import { OAuthFailure } from "@/lib/oauth/failure";
import { routes } from "@/lib/routes";

/** A failed sign-in. `isOwnChoice`: the person cancelled it, so nothing is broken. */
type SignInFailure = { sentence: string; isOwnChoice: boolean };

/**
 * The sentence of a sign-in that failed at the provider, on its way to the page
 * that shows it. It travels in a cookie only the server can read, never in an
 * address, so that nobody can put words on our pages with a link.
 */
export async function keepFailure(failure: Failure): Promise<void> {
  const kind = failure instanceof OAuthFailure && failure.kind === "consent-denied" ? OWN_CHOICE : BROKEN;
  (await cookies()).set(NAME, `${kind}${encodeURIComponent(failure.message.slice(0, LENGTH_MAX))}`, {
    maxAge: 60,
    httpOnly: true,
    sameSite: "lax",
    path: routes.signIns,
  });
}

export async function lastFailure(): Promise<SignInFailure | null> {
  const kept = (await cookies()).get(NAME)?.value;
  if (!kept) return null;
  return { sentence: decodeURIComponent(kept.slice(1)), isOwnChoice: kept.startsWith(OWN_CHOICE) };
}

export async function forgetFailure(): Promise<void> {
  (await cookies()).set(NAME, "", { maxAge: 0, path: routes.signIns });
}

const OWN_CHOICE = "o";
const BROKEN = "b";
const NAME = "patchbay-sign-in-failure";
const LENGTH_MAX = 500;
