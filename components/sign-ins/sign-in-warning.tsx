import { Notice } from "@/components/ui/notice";
import type { SignInState } from "@/lib/sign-ins/schema";
import { SignInLink, type SignInLinkProps } from "./sign-in-link";

/** Said where tools of a connection are about to be used that the reader could not call. */
export function SignInWarning({ connection, ...link }: SignInLinkProps & { connection: string }) {
  const { signIn } = link;
  const whose = signIn.shared ? SHARED : SENTENCES[signIn.state];
  const isPartly = signIn.state === "connected";
  return (
    <Notice
      meaning="waiting"
      title={isPartly ? (signIn.reason ?? "") : `${connection} would refuse your calls: ${whose}.`}
      action={<SignInLink {...link} />}
    >
      {isPartly ? "Until then it refuses your calls that need it." : (signIn.reason ?? undefined)}
    </Notice>
  );
}

const SHARED = "the workspace is not signed in to it";

const SENTENCES: Record<SignInState, string> = {
  notSignedIn: "you have not signed in to it",
  connecting: "your sign-in is not finished",
  connected: "",
  needsReconnect: "your sign-in has to be renewed",
  unavailable: "it could not be reached",
  error: "your sign-in did not work",
};
