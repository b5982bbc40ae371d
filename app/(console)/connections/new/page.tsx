import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ConnectionForm } from "@/components/connections/connection-form";
import { Page, PageHeader } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { ownCompany } from "@/lib/company/queries";
import { redirectUri } from "@/lib/connections/client";
import { operatorAllow } from "@/lib/egress/allow";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { createConnectionAction } from "../actions";

export const metadata: Metadata = { title: "Add custom connection" };

export default async function NewConnectionPage() {
  const actor = await requireActor();
  if (!allows(actor.role, "connections.manage")) notFound();
  const company = await ownCompany(actor);
  return (
    <Page width="reading">
      <PageHeader
        title="Add custom connection"
        sentence="Describe an MCP server once. Then every teammate signs in to it with their own credentials."
        crumbs={[{ label: "Connections", href: routes.connections }]}
      />
      <ConnectionForm
        action={createConnectionAction}
        allow={operatorAllow()}
        redirectUri={redirectUri}
        companyHost={company?.host ?? null}
        edited={null}
        pendingWords="Talking to the server: checking it again, registering where it is automatic, listing its tools."
        submit="Create"
      />
    </Page>
  );
}
