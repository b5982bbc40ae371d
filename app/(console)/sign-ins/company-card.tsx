import { ExternalLink } from "lucide-react";
import { HiddenField } from "@/components/forms/hidden-field";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Card } from "@/components/ui/card";
import { Mono } from "@/components/ui/code";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Time } from "@/components/ui/time";
import type { OwnCompany } from "@/lib/company/schema";
import { routes } from "@/lib/routes";
import { signOutOfCompanyAction } from "./actions";

type CompanyCardProps = { company: OwnCompany; returnTo: string };

/** How one stands with the company, which then signs one in to connections without a consent. */
export function CompanyCard({ company, returnTo }: CompanyCardProps) {
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h2 className="text-section font-semibold">Company</h2>
          <StateBadge state={company.state} />
          <p className="text-ink-soft">
            <Standing company={company} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <form action={routes.companyStart} method="post">
            <HiddenField name="returnTo" value={returnTo} />
            <button
              type="submit"
              className={buttonClass(company.state === "connected" ? "secondary" : "primary")}
            >
              {company.state === "notSignedIn" ? "Sign in" : "Sign in again"}
              <ExternalLink aria-hidden />
            </button>
          </form>
          {company.state !== "notSignedIn" && <SignOut />}
        </div>
      </div>
    </Card>
  );
}

function Standing({ company: { state, host, name, reason, since } }: { company: OwnCompany }) {
  if (state === "needsReconnect") return reason;
  if (state === "notSignedIn" || since === null) {
    return (
      <>
        Sign in at <Mono>{host}</Mono> once. It then signs you in to connections that trust it.
      </>
    );
  }
  return (
    <>
      You are {name} at <Mono>{host}</Mono>, since <Time at={since} />.
    </>
  );
}

function SignOut() {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Sign out</Button>}
      title="Sign out of the company?"
      losses="Your sign-ins to connections that your company vouches for end with it. You stay logged in to this console, and to the company's other apps."
      verb="Sign out"
      action={signOutOfCompanyAction}
      fields={{}}
    />
  );
}
