import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { verbOf } from "@/lib/sign-ins/state";

type SignInButtonProps = {
  signIn: Pick<SignInView, "connectionId" | "state" | "missing" | "shared">;
  variant: "primary" | "secondary";
};

/** The one thing to do about a sign-in. Nothing is drawn where there is nothing to do. */
export function SignInButton({ signIn, variant }: SignInButtonProps) {
  const verb = verbOf(signIn);
  return verb === null ? null : (
    <ButtonLink href={routes.signIn(signIn.connectionId)} variant={variant}>
      {verb}
    </ButtonLink>
  );
}
