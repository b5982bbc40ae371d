import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/code";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import type { CompanyView } from "@/lib/company/schema";
import { removeCompanyAction, saveCompanyAction } from "./actions";

type CompanySectionProps = { company: CompanyView | null; redirectUri: string };

/** Which identity provider vouches for people where a connection wants that. */
export function CompanySection({ company, redirectUri }: CompanySectionProps) {
  return (
    <Section
      title="Company sign-in"
      sentence="Your company's identity provider can sign people in to connections that trust it, without a consent at each. It has to offer token exchange for ID-JAG (enterprise-managed authorization)."
      action={company && <Remove company={company} />}
    >
      <ActionForm key={company?.version ?? 0} action={saveCompanyAction}>
        <HiddenField name="version" value={String(company?.version ?? 0)} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <p className="font-medium">Redirect URI</p>
          <CopyLine label="Redirect URI" text={redirectUri} />
          <p className="text-small text-ink-faint">Register exactly this at the identity provider first.</p>
        </div>
        <TextField
          name="issuer"
          label="Issuer"
          type="url"
          face="mono"
          inputMode="url"
          autoComplete="off"
          placeholder="https://login.example.com"
          hint="Exactly as the identity provider publishes it."
          defaultValue={company?.issuer ?? ""}
        />
        <TextField
          name="clientId"
          label="Client ID"
          face="mono"
          autoComplete="off"
          defaultValue={company?.clientId ?? ""}
        />
        <SecretField
          name="clientSecret"
          label="Client Secret"
          hint={company?.hasSecret ? undefined : "Empty for a public client."}
          stored={company?.hasSecret ?? false}
        />
        <FormButtons>
          <SubmitButton variant="secondary">Check and save</SubmitButton>
        </FormButtons>
      </ActionForm>
    </Section>
  );
}

function Remove({ company }: { company: CompanyView }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Remove company sign-in…</Button>}
      title={`Remove ${new URL(company.issuer).host}?`}
      losses="Everyone's company sign-in ends, and with it their sign-ins to connections that rest on it."
      verb="Remove company sign-in"
      action={removeCompanyAction}
      fields={{}}
    />
  );
}
