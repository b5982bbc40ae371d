import { nameList } from "@/components/connections/name-list";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { registerAgainAction } from "../../../actions";

type RegisterAgainProps = { connectionId: string; signedIn: readonly string[] };

/** For when the provider has forgotten this client, or forgets what it was allowed. */
export function RegisterAgain({ connectionId, signedIn }: RegisterAgainProps) {
  return (
    <Section
      title="Registration"
      sentence="Makes a new OAuth client at the provider, for when it no longer knows the one it has. Tokens belong to the client they were given to, so everyone reconnects."
    >
      <div>
        <ConfirmDialog
          trigger={<Button variant="secondary">Register again</Button>}
          title="Register again?"
          losses={
            signedIn.length === 0
              ? "Nobody is signed in, so nobody has to reconnect."
              : `${nameList(signedIn)} will have to reconnect.`
          }
          verb="Register again"
          action={registerAgainAction}
          fields={{ connectionId }}
        />
      </div>
    </Section>
  );
}
