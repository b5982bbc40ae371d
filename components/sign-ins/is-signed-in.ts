import type { SignInView } from "@/lib/sign-ins/schema";

/** Whether there is something of one's own to sign out of. */
export function isSignedIn(signIn: SignInView): boolean {
  return signIn.needsCredential && !signIn.shared && signIn.since !== null;
}
