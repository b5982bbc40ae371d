import { methodLabels } from "@/components/connections/authorization-words";
import { ConnectionName } from "@/components/connections/connection-name";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { SignOutButton } from "@/components/sign-ins/sign-out-button";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Cell, Row } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn, verbOf } from "@/lib/sign-ins/state";
import { signOutAction } from "./actions";

/** One of my sign-ins, with what I can do about it. */
export function SignInRow({ signIn }: { signIn: SignInView }) {
  return (
    <Row>
      <Cell label="">
        <ConnectionName id={signIn.connectionId} name={signIn.connectionName} host={signIn.host} />
      </Cell>
      <Cell label="Sign-in method" phone="last">
        {methodLabels[signIn.method]}
      </Cell>
      <Cell label="State">
        <div className="grid justify-items-start gap-0.5">
          <StateBadge state={signIn.state} />
          {signIn.reason !== null && <p className="max-w-80 text-meta text-ink-soft">{signIn.reason}</p>}
        </div>
      </Cell>
      <Cell label="Since" phone={signIn.since === null ? "none" : "last"}>
        {moment(signIn.since)}
      </Cell>
      <Cell label="Last used" phone={signIn.lastUsedAt === null ? "none" : "last"}>
        {moment(signIn.lastUsedAt)}
      </Cell>
      <Cell label="" align="end" {...(hasNothingToDo(signIn) && { phone: "none" })}>
        <span className="flex justify-end gap-2">
          <SignInButton signIn={signIn} variant="secondary" />
          {isSignedIn(signIn) && <SignOutButton signIn={signIn} action={signOutAction} />}
        </span>
      </Cell>
    </Row>
  );
}

function hasNothingToDo(signIn: SignInView): boolean {
  return verbOf(signIn) === null && !isSignedIn(signIn);
}

function moment(at: Date | null) {
  return at === null ? <span className="text-ink-faint">–</span> : <Time at={at} />;
}
