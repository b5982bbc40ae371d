import type { ReactNode } from "react";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Mono } from "@/components/ui/code";
import { Page, PageHeader } from "@/components/ui/page";
import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";
import { countTools } from "@/lib/tools/queries";
import { type ConnectionParams, shownConnection } from "../shown-connection";

/** The head of a connection's pages. What each page may show is decided by the page. */
export default async function ConnectionLayout({
  params,
  children,
}: ConnectionParams & { children: ReactNode }) {
  const { connectionId: id } = await params;
  const { actor, connection, mayManage } = await shownConnection(id);
  const usable = (await countTools(actor)).get(id)?.usable;
  const tabs = [
    { href: routes.connection(id), label: "Overview" },
    {
      href: routes.connectionTools(id),
      label: "Tools",
      ...(usable !== undefined && { note: String(usable) }),
    },
    ...(mayManage
      ? [
          { href: routes.connectionPeople(id), label: "People" },
          ...(connection.authorization === "oauth"
            ? [{ href: routes.connectionTrace(id), label: "Sign-in trace" }]
            : []),
          { href: routes.connectionSettings(id), label: "Settings" },
        ]
      : []),
  ];
  return (
    <Page width="reading">
      <PageHeader
        title={connection.name}
        sentence={<Mono>{connection.url}</Mono>}
        crumbs={[{ label: "Connections", href: routes.connections }]}
      />
      <Tabs label={connection.name} tabs={tabs} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
      <SignedInToast />
    </Page>
  );
}
