import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SetupGroup } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";

/** Said where tools of a connection are picked that the reader could not call. */
export function SignInWarning({ group: { connectionId, name, signIn } }: { group: SetupGroup }) {
  const verb = signIn.state === "notSignedIn" || signIn.state === "connecting" ? "Sign in" : "Reconnect";
  return (
    <Notice
      meaning="waiting"
      title={`${name} would refuse your calls: ${SENTENCES[signIn.state]}.`}
      action={
        <ButtonLink href={routes.signIn(connectionId)} variant="secondary">
          {verb}
        </ButtonLink>
      }
    >
      {signIn.reason ?? undefined}
    </Notice>
  );
}

const SENTENCES: Record<SetupGroup["signIn"]["state"], string> = {
  notSignedIn: "you have not signed in to it",
  connecting: "your sign-in is not finished",
  connected: "",
  needsReconnect: "your sign-in has to be renewed",
  unavailable: "it could not be reached",
  error: "your sign-in did not work",
};
