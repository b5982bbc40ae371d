import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Standalone } from "@/components/shell/standalone";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { findInvitation } from "@/lib/workspace/invitation";
import type { InvitationView } from "@/lib/workspace/schema";
import { roleWords } from "@/lib/workspace/sentences";
import { acceptInviteAction } from "./actions";

export const metadata: Metadata = { title: "Join the workspace" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  return invitation ? <JoinForm token={token} invitation={invitation} /> : <DeadLink />;
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationView }) {
  const role = roleWords[invitation.role];
  return (
    <Standalone
      title={`Join ${invitation.workspace}`}
      sentence={`You are invited as ${role.label.toLowerCase()}: ${role.does.toLowerCase()}.`}
    >
      <ActionForm action={acceptInviteAction}>
        <HiddenField name="token" value={token} />
        <TextField
          name="email"
          label="E-mail"
          hint="The invite is for this address; you will log in with it."
          type="email"
          autoComplete="username"
          defaultValue={invitation.email}
          readOnly
        />
        <TextField name="name" label="Your name" autoComplete="name" required autoFocus />
        <SecretField
          name="password"
          label="Choose a password"
          hint="At least 10 characters."
          stored={false}
          autoComplete="new-password"
          required
        />
        <SubmitButton>Join</SubmitButton>
      </ActionForm>
    </Standalone>
  );
}

function DeadLink() {
  return (
    <Standalone
      title="This invite doesn't work any more"
      sentence="It was used, taken back, replaced by a newer one, or it is older than three days. Ask the person who sent it for a new link."
    >
      <div>
        <ButtonLink href={routes.login} variant="secondary">
          Log in
        </ButtonLink>
      </div>
    </Standalone>
  );
}
