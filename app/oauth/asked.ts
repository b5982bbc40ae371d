import "server-only";
import { cookies } from "next/headers";
import { routes } from "@/lib/routes";

/**
 * Which connection this browser went to the provider for, so that a failed
 * return leads back to its page. Only a signpost: what a callback may do is
 * decided by its state alone.
 */
export async function keepAsked(connectionId: string): Promise<void> {
  (await cookies()).set(NAME, connectionId, { maxAge: 600, httpOnly: true, sameSite: "lax", path: "/oauth" });
}

/** The page to go back to, once. */
export async function takeAsked() {
  const store = await cookies();
  const connectionId = store.get(NAME)?.value;
  store.set(NAME, "", { maxAge: 0, path: "/oauth" });
  return connectionId ? routes.signIn(connectionId) : routes.signIns;
}

const NAME = "patchbay-asked";
