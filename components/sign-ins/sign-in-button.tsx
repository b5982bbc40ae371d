import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { SignInState } from "@/lib/sign-ins/schema";

type SignInButtonProps = { connectionId: string; state: SignInState; variant: "primary" | "secondary" };

/** The one thing to do about a sign-in in this state. Nothing is drawn where there is nothing to do. */
export function SignInButton({ connectionId, state, variant }: SignInButtonProps) {
  const verb = signInVerb[state];
  return verb === null ? null : (
    <ButtonLink href={routes.signIn(connectionId)} variant={variant}>
      {verb}
    </ButtonLink>
  );
}

/** Null: it works, or only the server can make it work. */
export const signInVerb: Record<SignInState, "Sign in" | "Reconnect" | null> = {
  notSignedIn: "Sign in",
  connecting: "Sign in",
  connected: null,
  needsReconnect: "Reconnect",
  unavailable: null,
  error: "Reconnect",
};
