import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { FormAction } from "@/lib/forms/state";
import type { SignInView } from "@/lib/sign-ins/schema";
import { signOutWords } from "./sign-out-words";

/** Asks, then signs out. */
export function SignOutButton({ signIn, action }: { signIn: SignInView; action: FormAction }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Sign out</Button>}
      title={`Sign out of ${signIn.connectionName}?`}
      losses={signOutWords(signIn.method)}
      verb="Sign out"
      action={action}
      fields={{ connectionId: signIn.connectionId }}
    />
  );
}
