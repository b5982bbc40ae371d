import { nameList } from "@/components/connections/name-list";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import type { ConnectionImpact, ConnectionView } from "@/lib/connections/schema";
import { removeConnectionAction } from "../../../actions";

type RemoveConnectionProps = { connection: ConnectionView; impact: ConnectionImpact };

/** Names who and what is affected, then removes. */
export function RemoveConnection({ connection, impact }: RemoveConnectionProps) {
  return (
    <Section
      title="Remove"
      sentence={`Takes ${connection.name} out of the workspace with its tools and everybody's sign-ins. Tokens are revoked at the provider where it offers that.`}
    >
      <div>
        <ConfirmDialog
          trigger={<Button variant="danger">Remove connection</Button>}
          title={`Remove ${connection.name}?`}
          losses={<Losses impact={impact} />}
          verb="Remove connection"
          action={removeConnectionAction}
          fields={{ connectionId: connection.id }}
        />
      </div>
    </Section>
  );
}

function Losses({ impact: { signedIn, assignments } }: { impact: ConnectionImpact }) {
  return (
    <ul className="grid list-disc gap-1 pl-4">
      <li>
        {signedIn.length === 0
          ? "Nobody is signed in."
          : `Signed in now, and signed out by this: ${nameList(signedIn)}.`}
      </li>
      <li>
        {assignments.length === 0
          ? "No assignment uses its tools."
          : `These assignments lose its tools: ${nameList(assignments)}.`}
      </li>
      <li>It can't be undone.</li>
    </ul>
  );
}
