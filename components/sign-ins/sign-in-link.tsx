import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { verbOf } from "@/lib/sign-ins/state";

export type SignInLinkProps = {
  connectionId: string;
  signIn: Pick<SignInView, "state" | "reason" | "missing" | "shared">;
  returnTo: Route;
};

/** The way to one's sign-in to a connection, and from there back. */
export function SignInLink({ connectionId, signIn, returnTo }: SignInLinkProps) {
  if (signIn.shared) {
    return (
      <ButtonLink href={routes.connection(connectionId)} variant="secondary">
        Open connection
      </ButtonLink>
    );
  }
  return (
    <ButtonLink href={{ pathname: routes.signIn(connectionId), query: { returnTo } }} variant="secondary">
      {verbOf(signIn) ?? "Reconnect"}
    </ButtonLink>
  );
}
