import { CircleCheck } from "lucide-react";
import type { Metadata, Route } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Page, PageHeader } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { routes } from "@/lib/routes";
import { listChanges } from "@/lib/tools/queries";
import { RefreshButton } from "../refresh-button";
import { type ConnectionParams, shownConnection } from "../shown-connection";
import { ChangeCard } from "./change-card";
import { ReviewForm } from "./review-form";
import { type ChangesQuery, shownChanges } from "./shown-changes";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await shownConnection((await params).connectionId);
  return { title: `Changed tools of ${connection.name}` };
}

type ChangesPageProps = ConnectionParams & { searchParams: Promise<ChangesQuery> };

export default async function ChangesPage({ params, searchParams }: ChangesPageProps) {
  const { connectionId } = await params;
  const { actor, connection, mayManage } = await shownConnection(connectionId);
  const changes = await listChanges(actor, connectionId);
  const { shown, page, pages } = shownChanges(changes, await searchParams);
  const pageAt = (number: number, open = "") =>
    `${routes.connectionChanges(connectionId)}?page=${number}${open}` as Route;
  const cards = shown.map(({ change, difference }) => (
    <ChangeCard
      key={change.toolId}
      change={change}
      difference={difference}
      openHref={pageAt(page, `&open=${change.toolId}`)}
      mayAccept={mayManage}
    />
  ));
  return (
    <Page width="reading">
      <PageHeader
        title="Changed tools"
        sentence="What the server says now beside what was reviewed. Held tools can't be called by runs or endpoints."
        crumbs={[
          { label: "Connections", href: routes.connections },
          { label: connection.name, href: routes.connection(connectionId) },
          { label: "Tools", href: routes.connectionTools(connectionId) },
        ]}
      />
      {mayManage && <RefreshButton connectionId={connectionId} />}
      {changes.length === 0 && (
        <EmptyState
          icon={<CircleCheck aria-hidden />}
          title="Nothing to review"
          action={
            <ButtonLink href={routes.connectionTools(connectionId)} variant="secondary">
              Back to the tools
            </ButtonLink>
          }
        >
          Every tool is as an admin last reviewed it.
        </EmptyState>
      )}
      {changes.length > 0 && mayManage && (
        <ReviewForm
          key={shown.map(({ change }) => change.seen).join()}
          connectionId={connectionId}
          chosenAtFirst={shown.filter(({ difference }) => difference !== null).length}
        >
          {cards}
        </ReviewForm>
      )}
      {changes.length > 0 && !mayManage && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Notice meaning="held" title="An admin has to accept these before they can be called" />
          {cards}
        </div>
      )}
      {pages > 1 && (
        <Pagination
          summary={`Page ${page} of ${pages}, ${changes.length} changes`}
          previous={page > 1 ? pageAt(page - 1) : null}
          next={page < pages ? pageAt(page + 1) : null}
        />
      )}
    </Page>
  );
}
