import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Standalone } from "@/components/shell/standalone";
import { routes } from "@/lib/routes";
import { currentActor } from "@/lib/session/current";
import { ownPath } from "@/lib/session/return-to";
import { isSetUp } from "@/lib/workspace/set-up";
import { firstOf, type Query } from "../query";
import { logInAction } from "./actions";

export const metadata: Metadata = { title: "Log in" };

export default async function LogInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const returnTo = ownPath(firstOf((await searchParams)["returnTo"]));
  if (await currentActor()) redirect(returnTo);
  if (!(await isSetUp())) redirect(routes.setup);
  return (
    <Standalone title="Log in" sentence="Use the e-mail and password you chose when you joined.">
      <ActionForm action={logInAction}>
        <HiddenField name="returnTo" value={returnTo} />
        <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus />
        <SecretField
          name="password"
          label="Password"
          stored={false}
          autoComplete="current-password"
          required
        />
        <SubmitButton>Log in</SubmitButton>
      </ActionForm>
    </Standalone>
  );
}
