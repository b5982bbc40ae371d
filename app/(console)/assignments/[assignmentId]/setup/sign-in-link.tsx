import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class";
import type { SetupGroup } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import { verbOf } from "@/lib/sign-ins/state";

type SignInLinkProps = { group: SetupGroup; assignmentId: string };

/** The way to one's sign-in to a connection, and from there back to Setup. */
export function SignInLink({ group: { connectionId, signIn }, assignmentId }: SignInLinkProps) {
  if (signIn.shared) {
    return (
      <Link href={routes.connection(connectionId)} className={buttonClass("secondary")}>
        Open connection
      </Link>
    );
  }
  const query = { returnTo: routes.assignmentSetup(assignmentId) };
  return (
    <Link href={{ pathname: routes.signIn(connectionId), query }} className={buttonClass("secondary")}>
      {verbOf(signIn) ?? "Reconnect"}
    </Link>
  );
}
