import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class";
import type { SetupGroup } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";

type SignInLinkProps = { group: SetupGroup; assignmentId: string };

/** The way to one's sign-in to a connection, and from there back to Setup. */
export function SignInLink({ group: { connectionId, signIn }, assignmentId }: SignInLinkProps) {
  const isFirst = signIn.state === "notSignedIn" || signIn.state === "connecting";
  const query = { returnTo: routes.assignmentSetup(assignmentId) };
  return (
    <Link href={{ pathname: routes.signIn(connectionId), query }} className={buttonClass("secondary")}>
      {isFirst ? "Sign in" : "Reconnect"}
    </Link>
  );
}
