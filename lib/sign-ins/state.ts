import type { SignInState, SignInView } from "./schema";

/** The one thing a person can do about a sign-in; null when it works, or only the server can make it work. */
export function verbOf({ state, missing }: Pick<SignInView, "state" | "missing">): SignInVerb | null {
  return VERBS[state] ?? (missing?.standing === "wanted" ? "Grant access" : null);
}

/** Whether something that worked, or should, waits for its person. */
export function needsRenewal(signIn: Pick<SignInView, "state" | "missing">): boolean {
  const verb = verbOf(signIn);
  return verb === "Reconnect" || verb === "Grant access";
}

export type SignInVerb = "Sign in" | "Reconnect" | "Grant access";

const VERBS: Record<SignInState, SignInVerb | null> = {
  notSignedIn: "Sign in",
  connecting: "Sign in",
  connected: null,
  needsReconnect: "Reconnect",
  unavailable: null,
  error: "Reconnect",
};
