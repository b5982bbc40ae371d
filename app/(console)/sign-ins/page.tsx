import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Page, PageHeader } from "@/components/ui/page";
import { ownCompany } from "@/lib/company/queries";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import type { SignInState, SignInView } from "@/lib/sign-ins/schema";
import { verbOf } from "@/lib/sign-ins/state";
import { CompanyCard } from "./company-card";
import { FailureNotice } from "./failure-notice";
import { SignInTable } from "./sign-in-table";

export const metadata: Metadata = { title: "Sign-ins" };

export default async function SignInsPage() {
  const actor = await requireActor();
  const [signIns, company] = await Promise.all([listOwnSignIns(actor), ownCompany(actor)]);
  const urgentFirst = signIns.toSorted((one, other) => urgency(one) - urgency(other));
  return (
    <Page width="full">
      <PageHeader
        title="Sign-ins"
        sentence="Your own credentials, one for each connection. Nobody else can see or use them."
      />
      <FailureNotice />
      {company && <CompanyCard company={company} returnTo={routes.signIns} />}
      {urgentFirst.length === 0 ? (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="Nothing to sign in to yet"
          action={
            <ButtonLink href={routes.connections} variant="secondary">
              Open Connections
            </ButtonLink>
          }
        >
          A sign-in is your own credential for a connection. Once an admin has added a connection, you sign in
          to it here.
        </EmptyState>
      ) : (
        <SignInTable signIns={urgentFirst} />
      )}
      <SignedInToast />
    </Page>
  );
}

/** What needs its person comes first; within a state the order is by name. */
function urgency(signIn: SignInView): number {
  return verbOf(signIn) === "Grant access" ? URGENCY.error : URGENCY[signIn.state];
}

const URGENCY: Record<SignInState, number> = {
  needsReconnect: 0,
  error: 1,
  unavailable: 2,
  connecting: 3,
  notSignedIn: 4,
  connected: 5,
};
