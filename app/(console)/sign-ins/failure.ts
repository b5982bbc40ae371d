import "server-only";
import { cookies } from "next/headers";
import { routes } from "@/lib/routes";

/**
 * The sentence of a sign-in that failed at the provider, on its way to the page
 * that shows it. It travels in a cookie only the server can read, never in an
 * address, so that nobody can put words on our pages with a link.
 */
export async function keepFailure(sentence: string): Promise<void> {
  (await cookies()).set(NAME, encodeURIComponent(sentence.slice(0, LENGTH_MAX)), {
    maxAge: 60,
    httpOnly: true,
    sameSite: "lax",
    path: routes.signIns,
  });
}

export async function lastFailure(): Promise<string | null> {
  const kept = (await cookies()).get(NAME)?.value;
  return kept === undefined ? null : decodeURIComponent(kept);
}

export async function forgetFailure(): Promise<void> {
  (await cookies()).set(NAME, "", { maxAge: 0, path: routes.signIns });
}

const NAME = "patchbay-sign-in-failure";
const LENGTH_MAX = 500;
