import type { Authorization } from "@/lib/connections/schema";

/** What signing out costs, said before it is done. */
export function signOutWords(authorization: Authorization): string {
  return authorization === "oauth"
    ? "Your tokens are deleted here at once, and revoked at the provider where it offers that. Tools of this connection stop working for you until you sign in again."
    : "What you entered is deleted here at once. Tools of this connection stop working for you until you sign in again. Patchbay can’t revoke it at the server.";
}
