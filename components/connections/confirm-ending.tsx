import * as Radix from "radix-ui/dialog";
import { useState } from "react";
import { FormButtons } from "@/components/forms/form-buttons";
import { Button } from "@/components/ui/button";
import { DialogPanel } from "@/components/ui/dialog";
import { type CredentialPlace, whatMoves } from "@/lib/connections/policy";
import type { ConnectionImpact, ConnectionView } from "@/lib/connections/schema";
import type { FormState } from "@/lib/forms/state";
import { storedPlace } from "./draft";
import { peopleWords, usedByWords } from "./impact-words";
import { nameList } from "./name-list";

type Edited = { connection: ConnectionView; impact: ConnectionImpact };

/** Whether saving would end somebody's sign-in: by what was filled in, or because the server has just refused to do it unasked. */
export function endsSignIns({ connection, impact }: Edited, next: CredentialPlace, last: FormState): boolean {
  if (impact.signedIn.length === 0) return false;
  const wasRefused = last.status === "invalid" && last.fields["mayEnd"] !== undefined;
  return wasRefused || whatMoves(storedPlace(connection), next) !== null;
}

type ConfirmEndingProps = Edited & {
  /** Sends the form with how many sign-ins may end. */
  onAgree: (agreed: { mayEnd: string }) => void;
  onClose: () => void;
};

/** Asks before an edit ends sign-ins. The form stays as it was filled in, whatever the answer. */
export function ConfirmEnding({ connection, impact, onAgree, onClose }: ConfirmEndingProps) {
  const { signedIn } = impact;
  const [before] = useState(() => document.activeElement);
  return (
    <Radix.Root open onOpenChange={onClose}>
      <DialogPanel
        title={`Save ${connection.name} and end sign-ins?`}
        sentence={<Losses impact={impact} />}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (before instanceof HTMLElement) before.focus();
        }}
      >
        <FormButtons>
          <Button
            variant="danger"
            onClick={() => {
              onClose();
              onAgree({ mayEnd: String(signedIn.length) });
            }}
          >
            Save and end {signedIn.length === 1 ? "the sign-in" : `${signedIn.length} sign-ins`}
          </Button>
          <Radix.Close asChild>
            <Button variant="secondary" autoFocus>
              Cancel
            </Button>
          </Radix.Close>
        </FormButtons>
      </DialogPanel>
    </Radix.Root>
  );
}

function Losses({ impact: { signedIn, assignments } }: { impact: ConnectionImpact }) {
  return (
    <ul className="grid list-disc gap-1 pl-4">
      <li>
        This ends the sign-in of {peopleWords(signedIn)}, who will have to reconnect: {nameList(signedIn)}.
      </li>
      <li>{usedByWords(assignments)}</li>
      <li>Changing it back does not bring the sign-ins back.</li>
    </ul>
  );
}
