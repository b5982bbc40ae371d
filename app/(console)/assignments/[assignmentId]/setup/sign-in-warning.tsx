import { Notice } from "@/components/ui/notice";
import type { SetupGroup } from "@/lib/assignments/schema";
import { SignInLink } from "./sign-in-link";

type SignInWarningProps = { group: SetupGroup; assignmentId: string };

/** Said where tools of a connection are picked that the reader could not call. */
export function SignInWarning({ group, assignmentId }: SignInWarningProps) {
  const { name, signIn } = group;
  const whose = signIn.shared ? SHARED : SENTENCES[signIn.state];
  const isPartly = signIn.state === "connected";
  return (
    <Notice
      meaning="waiting"
      title={isPartly ? (signIn.reason ?? "") : `${name} would refuse your calls: ${whose}.`}
      action={<SignInLink group={group} assignmentId={assignmentId} />}
    >
      {isPartly ? "Until then it refuses your calls that need it." : (signIn.reason ?? undefined)}
    </Notice>
  );
}

const SHARED = "the workspace is not signed in to it";

const SENTENCES: Record<SetupGroup["signIn"]["state"], string> = {
  notSignedIn: "you have not signed in to it",
  connecting: "your sign-in is not finished",
  connected: "",
  needsReconnect: "your sign-in has to be renewed",
  unavailable: "it could not be reached",
  error: "your sign-in did not work",
};
