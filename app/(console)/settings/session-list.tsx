import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import type { SessionView } from "@/lib/workspace/schema";
import { endOtherSessionsAction, endSessionAction } from "./actions";

export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <Section
      title="Where you are logged in"
      sentence="A browser that you don't use for a week is logged out by itself."
      action={sessions.length > 1 && <EndOthers />}
    >
      <CardList>
        {sessions.map((session) => (
          <ListRow
            key={session.id}
            action={session.here ? <Badge meaning="good">This browser</Badge> : <End {...session} />}
          >
            <div className="grid">
              <span className="font-medium">{session.browser}</span>
              <span className="text-small text-ink-soft">
                Last used <Time at={session.lastUsedAt} />, logged in <Time at={session.startedAt} />
              </span>
            </div>
          </ListRow>
        ))}
      </CardList>
    </Section>
  );
}

function End({ id }: { id: string }) {
  return (
    <ActionForm action={endSessionAction} width="full">
      <HiddenField name="sessionId" value={id} />
      <SubmitButton variant="secondary">Log out</SubmitButton>
    </ActionForm>
  );
}

function EndOthers() {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Log out the others…</Button>}
      title="Log out every other browser?"
      losses="They have to log in again. This browser stays logged in; your endpoint tokens keep working."
      verb="Log out the others"
      action={endOtherSessionsAction}
      fields={{}}
    />
  );
}
