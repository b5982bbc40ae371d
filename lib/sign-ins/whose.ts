import "server-only";
import { isShared } from "@/lib/connections/policy";
import type { Settings } from "@/lib/connections/schema";
import type { SignIn } from "@/lib/db/generated/client";

/**
 * Of the sign-ins to a connection, the one a person's calls are made with: their
 * own, or the workspace's where an admin chose that for everyone. Never somebody
 * else's, and never the workspace's where each person signs in.
 */
export function signInFor<Row extends { memberId: string | null }>(
  signIns: Row[],
  parsed: Settings,
  memberId: string,
): Row | null {
  const holder = isShared(parsed) ? null : memberId;
  return signIns.find((signIn) => signIn.memberId === holder) ?? null;
}

/** The rows that `signInFor` chooses from. */
export function reachableBy(memberId: string) {
  return { OR: [{ memberId }, { memberId: null }] };
}

/** There is one for each connection at most, so its id says whose it is. */
export function workspaceSignInId(connectionId: string): string {
  return `workspace:${connectionId}`;
}

/** Whether a credential is held that may be sent to `url`: one that was entered for another address is as good as none. */
export function holdsFor(url: string, signIn: Pick<SignIn, "credential" | "boundUrl"> | null): boolean {
  return signIn !== null && signIn.credential !== null && signIn.boundUrl === url;
}
