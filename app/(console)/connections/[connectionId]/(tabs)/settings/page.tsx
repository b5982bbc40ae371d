import type { Metadata } from "next";
import { ConnectionForm } from "@/components/connections/connection-form";
import { ownCompany } from "@/lib/company/queries";
import { redirectUri } from "@/lib/connections/client";
import { connectionImpact } from "@/lib/connections/queries";
import { operatorAllow } from "@/lib/egress/allow";
import { updateConnectionAction } from "../../../actions";
import { type ConnectionParams, managedConnection } from "../../shown-connection";
import { RegisterAgain } from "./register-again";
import { RemoveConnection } from "./remove-connection";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await managedConnection((await params).connectionId);
  return { title: `Settings of ${connection.name}` };
}

export default async function ConnectionSettingsPage({ params }: ConnectionParams) {
  const { connectionId } = await params;
  const { actor, connection } = await managedConnection(connectionId);
  const [impact, company] = await Promise.all([connectionImpact(actor, connectionId), ownCompany(actor)]);
  return (
    <>
      <ConnectionForm
        key={connection.version}
        action={updateConnectionAction}
        allow={operatorAllow()}
        redirectUri={redirectUri}
        companyHost={company?.host ?? null}
        edited={{ connection, impact }}
        pendingWords="Saving. Where the address or the sign-in changes, the server is talked to first."
        submit="Save changes"
      />
      {connection.client && connection.client.registration !== "manual" && (
        <RegisterAgain connectionId={connectionId} signedIn={impact.signedIn} />
      )}
      <RemoveConnection connection={connection} impact={impact} />
    </>
  );
}
