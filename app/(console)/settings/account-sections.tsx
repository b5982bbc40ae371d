import { ActionForm } from "@/components/forms/action-form";
import { SwitchField } from "@/components/forms/checkbox-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import type { SessionView } from "@/lib/workspace/schema";
import { changePasswordAction, chooseMailAction, leaveAction, renameMyselfAction } from "./actions";
import { SessionList } from "./session-list";

type AccountSectionsProps = {
  name: string;
  place: { workspace: string; email: string };
  sessions: readonly SessionView[];
  /** Whether their news come by e-mail too. Null: this console sends none. */
  mail: boolean | null;
};

export function AccountSections({ name, place, sessions, mail }: AccountSectionsProps) {
  return (
    <>
      <Section title="Your account" sentence={`You log in as ${place.email}.`}>
        <ActionForm action={renameMyselfAction}>
          <TextField name="name" label="Name" autoComplete="name" defaultValue={name} required />
          <SubmitButton variant="secondary">Save name</SubmitButton>
        </ActionForm>
      </Section>
      {mail !== null && <MailSection wanted={mail} />}
      <Section title="Password" sentence="Changing it logs out every other browser.">
        <ActionForm action={changePasswordAction}>
          <SecretField
            name="current"
            label="Current password"
            stored={false}
            autoComplete="current-password"
            required
          />
          <SecretField
            name="next"
            label="New password"
            hint="At least 10 characters."
            stored={false}
            autoComplete="new-password"
            required
          />
          <SubmitButton variant="secondary">Change password</SubmitButton>
        </ActionForm>
      </Section>
      <SessionList sessions={sessions} />
      <Section
        title="Leave"
        sentence={`You lose access to ${place.workspace}. Somebody has to invite you to come back.`}
      >
        <Leave workspace={place.workspace} />
      </Section>
    </>
  );
}

function MailSection({ wanted }: { wanted: boolean }) {
  return (
    <Section title="E-mail" sentence="Home shows the same, whether you are mailed or not.">
      <ActionForm action={chooseMailAction}>
        <SwitchField
          name="wanted"
          label="Mail me when something needs me"
          hint="A call waits for your approval, a run of yours failed, a sign-in needs reconnecting, a schedule paused."
          defaultChecked={wanted}
        />
        <SubmitButton variant="secondary">Save</SubmitButton>
      </ActionForm>
    </Section>
  );
}

function Leave({ workspace }: { workspace: string }) {
  return (
    <div>
      <ConfirmDialog
        trigger={<Button variant="danger">Leave {workspace}</Button>}
        title={`Leave ${workspace}?`}
        losses="You are logged out everywhere. Your sign-ins are revoked and deleted, your endpoint tokens stop working. Assignments you wrote stay with the team."
        verb={`Leave ${workspace}`}
        action={leaveAction}
        fields={{}}
      />
    </div>
  );
}
