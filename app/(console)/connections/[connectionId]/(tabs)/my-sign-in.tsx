import { signInSentences } from "@/components/connections/authorization-words";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { SignOutButton } from "@/components/sign-ins/sign-out-button";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn } from "@/lib/sign-ins/state";
import { signOutAction } from "../../../sign-ins/actions";
import { SignInWorkspace } from "./sign-in-workspace";

type MySignInProps = { signIn: SignInView; mayManage: boolean };

/** How I stand with this connection, or the whole workspace does, and what I can do about it. */
export function MySignIn({ signIn, mayManage }: MySignInProps) {
  return (
    <Section
      title={signIn.shared ? "Workspace sign-in" : "My sign-in"}
      sentence={signIn.shared ? "Shared by everyone in the workspace." : undefined}
    >
      <Card>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 gap-1">
            <StateBadge state={signIn.state} />
            <p className="max-w-prose text-small text-ink-soft">{words(signIn)}</p>
            <Moments signIn={signIn} />
          </div>
          <div className="flex gap-2">
            {signIn.shared && mayManage && (
              <SignInWorkspace
                connectionId={signIn.connectionId}
                verb={signIn.state === "connected" ? "Sign in again" : "Sign the workspace in"}
              />
            )}
            <SignInButton signIn={signIn} variant="primary" />
            {isSignedIn(signIn) && <SignOutButton signIn={signIn} action={signOutAction} />}
          </div>
        </div>
      </Card>
    </Section>
  );
}

function words(signIn: SignInView): string {
  if (signIn.reason !== null) return signIn.reason;
  if (!signIn.needsCredential) return "Nothing to do: everyone can use this connection at once.";
  if (signIn.shared) {
    return signIn.state === "connected"
      ? "Calls go to the server as the workspace, whoever makes them. Activity says who made each."
      : "An admin signs the workspace in. Until then nobody can call its tools.";
  }
  if (signIn.state === "connected") return "Calls you make go to the server with your own credential.";
  return signInSentences[signIn.method];
}

function Moments({ signIn: { since, lastUsedAt, needsCredential } }: { signIn: SignInView }) {
  if (since === null || !needsCredential) return null;
  return (
    <p className="text-meta text-ink-faint">
      Signed in <Time at={since} />
      {lastUsedAt === null ? (
        ", not used yet"
      ) : (
        <>
          , last used <Time at={lastUsedAt} />
        </>
      )}
    </p>
  );
}
