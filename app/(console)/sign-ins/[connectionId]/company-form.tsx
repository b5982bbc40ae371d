import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import type { OwnCompany } from "@/lib/company/schema";
import type { ConnectionView } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn } from "@/lib/sign-ins/state";
import { signInWithCompanyAction } from "../actions";
import { CompanyCard } from "../company-card";

type CompanyFormProps = {
  connection: ConnectionView;
  signIn: SignInView;
  company: OwnCompany | null;
  returnTo: string;
};

/** Where the company vouches for people: one button, once they are signed in to the company. */
export function CompanyForm({ connection, signIn, company, returnTo }: CompanyFormProps) {
  if (company === null) {
    return (
      <Notice meaning="waiting" title="Company sign-in is not set up here any more">
        An admin can set it up again in Settings, or choose another way to sign in to this connection.
      </Notice>
    );
  }
  if (company.state !== "connected")
    return <CompanyCard company={company} returnTo={routes.signIn(connection.id)} />;
  return (
    <ActionForm action={signInWithCompanyAction}>
      <HiddenField name="connectionId" value={connection.id} />
      <HiddenField name="returnTo" value={returnTo} />
      <p className="text-ink-soft">
        {company.host} vouches for you as {company.name}. There is no consent page, and the first call of a
        tool signs you in by itself.
      </p>
      <FormButtons>
        <SubmitButton>{isSignedIn(signIn) ? "Reconnect" : "Sign in"}</SubmitButton>
      </FormButtons>
    </ActionForm>
  );
}
