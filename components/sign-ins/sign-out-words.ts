import type { Method } from "@/lib/connections/policy";

/** What signing out costs, said before it is done. */
export function signOutWords(method: Method): string {
  if (method === "company") return `${REVOKED} The company signs you in again when you next use a tool.`;
  if (method === "oauth") return `${REVOKED} ${STOPS}`;
  return `What you entered is deleted here at once. ${STOPS} Patchbay can't revoke it at the server.`;
}

const REVOKED = "Your tokens are deleted here at once, and revoked at the provider where it offers that.";
const STOPS = "Tools of this connection stop working for you until you sign in again.";
