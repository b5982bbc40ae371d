import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Standalone } from "@/components/shell/standalone";
import { Notice } from "@/components/ui/notice";
import { routes } from "@/lib/routes";
import { isSetUp, isSetUpLink } from "@/lib/workspace/set-up";
import { firstOf, type Query } from "../query";
import { setUpAction } from "./actions";

export const metadata: Metadata = { title: "Set up Patchbay" };

export default async function SetUpPage({ searchParams }: { searchParams: Promise<Query> }) {
  if (await isSetUp()) redirect(routes.login);
  const token = firstOf((await searchParams)["token"]);
  return (await isSetUpLink(token)) ? <SetUpForm token={token} /> : <NoLink />;
}

function SetUpForm({ token }: { token: string }) {
  return (
    <Standalone
      title="Set up Patchbay"
      sentence="Name the workspace and make your own log-in. You become its owner and can invite others afterwards."
    >
      <ActionForm action={setUpAction}>
        <HiddenField name="token" value={token} />
        <TextField
          name="workspace"
          label="Workspace name"
          hint="Your team's or company's name."
          required
          autoFocus
        />
        <TextField name="name" label="Your name" autoComplete="name" required />
        <TextField name="email" label="E-mail" type="email" autoComplete="username" required />
        <SecretField
          name="password"
          label="Password"
          hint="At least 10 characters."
          stored={false}
          autoComplete="new-password"
          required
        />
        <SubmitButton>Create workspace</SubmitButton>
      </ActionForm>
    </Standalone>
  );
}

function NoLink() {
  return (
    <Standalone title="Set up Patchbay" sentence="Nobody has set up this Patchbay yet.">
      <Notice meaning="waiting" title="Open the link in the server's log">
        Whoever started Patchbay finds a one-time link there. Only the newest one works; a restart prints
        another.
      </Notice>
    </Standalone>
  );
}
