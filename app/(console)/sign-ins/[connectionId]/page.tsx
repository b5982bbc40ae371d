import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SignOutButton } from "@/components/sign-ins/sign-out-button";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Notice } from "@/components/ui/notice";
import { Page, PageHeader } from "@/components/ui/page";
import { ownCompany } from "@/lib/company/queries";
import { isVouched } from "@/lib/connections/policy";
import { findConnection } from "@/lib/connections/queries";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { ownPath } from "@/lib/session/return-to";
import { ownSignIn } from "@/lib/sign-ins/queries";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn, verbOf } from "@/lib/sign-ins/state";
import { signOutAction } from "../actions";
import { FailureNotice } from "../failure-notice";
import { CompanyForm } from "./company-form";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in to a connection" };

type SignInPageProps = {
  params: Promise<{ connectionId: string }>;
  searchParams: Promise<{ returnTo?: string | string[] }>;
};

export default async function SignInPage({ params, searchParams }: SignInPageProps) {
  const { connectionId } = await params;
  const { returnTo } = await searchParams;
  const actor = await requireActor();
  const [connection, signIn, company] = await Promise.all([
    findConnection(actor, connectionId),
    ownSignIn(actor, connectionId),
    ownCompany(actor),
  ]);
  if (connection === null || signIn === null) notFound();

  const back = ownPath(typeof returnTo === "string" ? returnTo : null, routes.connection(connectionId));
  return (
    <Page width="reading">
      <PageHeader
        title={`Sign in to ${connection.name}`}
        sentence={sentenceFor(signIn)}
        crumbs={[{ label: "Sign-ins", href: routes.signIns }]}
        action={isSignedIn(signIn) ? <SignOutButton signIn={signIn} action={signOutAction} /> : undefined}
      />
      <div className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-6">
        <FailureNotice />
        {signIn.reason === null ? (
          <StateBadge state={signIn.state} />
        ) : (
          <Notice meaning={verbOf(signIn) === null ? "neutral" : "waiting"} title={signIn.reason}>
            {signIn.missing &&
              signIn.state === "connected" &&
              "Your sign-in keeps working for everything else."}
          </Notice>
        )}
        {isVouched(connection.settings) ? (
          <CompanyForm connection={connection} signIn={signIn} company={company} returnTo={back} />
        ) : (
          <SignInForm connection={connection} signIn={signIn} returnTo={back} />
        )}
      </div>
    </Page>
  );
}

function sentenceFor({ shared, needsCredential }: SignInView): string {
  if (shared) return "Everyone here calls it as the workspace.";
  if (!needsCredential) return "Everyone can use this connection at once.";
  return "With your own credential. Whatever you call is called as you.";
}
