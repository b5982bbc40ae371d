import type { SignInState, SignInView } from "./schema";

/** The one thing a person can do about a sign-in; null when it works, or only the server or an admin can make it work. */
export function verbOf({ state, missing, shared }: Acted): SignInVerb | null {
  if (shared) return null;
  return VERBS[state] ?? (missing?.standing === "wanted" ? "Grant access" : null);
}

/** Whether a call is worth making: an outage may be over by then, and whom the company vouches for is signed in by it. */
export function canCall({ state, vouched }: Pick<SignInView, "state" | "vouched">): boolean {
  return state === "connected" || state === "unavailable" || vouched;
}

/** Whether something that worked, or should, waits for its person. */
export function needsRenewal(signIn: Acted): boolean {
  const verb = verbOf(signIn);
  return verb === "Reconnect" || verb === "Grant access";
}

/** Whether there is something of one's own to sign out of. */
export function isSignedIn({ needsCredential, shared, since }: SignInView): boolean {
  return needsCredential && !shared && since !== null;
}

type Acted = Pick<SignInView, "state" | "missing" | "shared">;

export type SignInVerb = "Sign in" | "Reconnect" | "Grant access";

const VERBS: Record<SignInState, SignInVerb | null> = {
  notSignedIn: "Sign in",
  connecting: "Sign in",
  connected: null,
  needsReconnect: "Reconnect",
  unavailable: null,
  error: "Reconnect",
};
