import type { Metadata } from "next";
import { SavedToast } from "@/components/connections/saved-toast";
import { HeldNotice } from "@/components/tools/held-notice";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { connectionImpact } from "@/lib/connections/queries";
import { routes } from "@/lib/routes";
import { ownSignIn } from "@/lib/sign-ins/queries";
import { countTools } from "@/lib/tools/queries";
import { type ConnectionParams, shownConnection } from "../shown-connection";
import { ClientFacts } from "./client-facts";
import { ConnectionFacts } from "./connection-facts";
import { LostNotice } from "./lost-notice";
import { MovedNotice } from "./moved-notice";
import { MySignIn } from "./my-sign-in";
import { UsedBy } from "./used-by";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await shownConnection((await params).connectionId);
  return { title: connection.name };
}

export default async function OverviewPage({ params }: ConnectionParams) {
  const { connectionId } = await params;
  const { actor, connection, mayManage } = await shownConnection(connectionId);
  const [signIn, counts, impact] = await Promise.all([
    ownSignIn(actor, connectionId),
    countTools(actor),
    mayManage ? connectionImpact(actor, connectionId) : null,
  ]);
  const held = counts.get(connectionId)?.held ?? 0;
  return (
    <>
      {held > 0 && <HeldNotice connectionId={connectionId} held={held} mayReview={mayManage} />}
      {connection.client?.moved && (
        <MovedNotice
          connectionId={connectionId}
          client={connection.client}
          moved={connection.client.moved}
          mayConfirm={mayManage}
        />
      )}
      {connection.client?.lost && (
        <LostNotice connectionId={connectionId} client={connection.client} mayManage={mayManage} />
      )}
      {connection.listFailure !== null && (
        <Notice
          meaning="broken"
          title="The tools could not be listed"
          action={mayManage ? <OpenTools connectionId={connectionId} /> : undefined}
        >
          {connection.listFailure}
        </Notice>
      )}
      {signIn && <MySignIn signIn={signIn} mayManage={mayManage} />}
      <Section title="About">
        <ConnectionFacts connection={connection} />
      </Section>
      {connection.client && (
        <Section
          title="OAuth client"
          sentence="Who this console is to the connection's authorization server."
        >
          <ClientFacts client={connection.client} settings={connection.settings} />
        </Section>
      )}
      {impact && <UsedBy assignments={impact.assignments} />}
      <SavedToast />
    </>
  );
}

/** Where they can be listed again. */
function OpenTools({ connectionId }: { connectionId: string }) {
  return (
    <ButtonLink href={routes.connectionTools(connectionId)} variant="secondary">
      Open tools
    </ButtonLink>
  );
}
