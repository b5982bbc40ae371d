import { ScrollText } from "lucide-react";
import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { FilterForm } from "@/components/forms/filter-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Page, PageHeader } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { Cell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { visible } from "@/components/ui/visible";
import { allows } from "@/lib/access/policy";
import { type ActivityLine, listActivity } from "@/lib/audit/queries";
import { activityKinds } from "@/lib/audit/sentences";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { listPeople } from "@/lib/workspace/queries";
import { type ActivityQuery, parseQuery, queryText } from "./query";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<ActivityQuery> }) {
  const actor = await requireActor();
  if (!allows(actor.role, "activity.view")) notFound();
  const filter = parseQuery(await searchParams);
  const [{ lines, isLast }, people] = await Promise.all([listActivity(actor, filter), listPeople(actor)]);
  const pageAt = (page: number) => `${routes.activity}${queryText({ ...filter, page })}` as Route;
  return (
    <Page width="reading">
      <PageHeader
        title="Activity"
        sentence="Who did what, and every call of a tool. Never what was sent or answered."
      />
      <FilterForm
        address={routes.activity}
        filters={[
          {
            name: "who",
            label: "Person",
            chosen: filter.memberId ?? "",
            options: [
              { value: "", label: "Everyone" },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ],
          },
          {
            name: "kind",
            label: "Kind",
            chosen: filter.kind ?? "",
            options: [
              { value: "", label: "Everything" },
              ...activityKinds.map(({ kind, label }) => ({ value: kind, label })),
            ],
          },
        ]}
      />
      {lines.length === 0 ? <NothingHere /> : <Lines lines={lines} />}
      {(filter.page > 1 || !isLast) && (
        <Pagination
          summary={`Page ${filter.page}`}
          previous={filter.page > 1 ? pageAt(filter.page - 1) : null}
          next={isLast ? null : pageAt(filter.page + 1)}
        />
      )}
    </Page>
  );
}

const COLUMNS = [
  { header: "What happened" },
  { header: "Kind" },
  { header: "Took", align: "end" },
  { header: "When" },
] as const;

function Lines({ lines }: { lines: readonly ActivityLine[] }) {
  return (
    <Table caption="Activity" columns={COLUMNS}>
      {lines.map((line) => (
        <Row key={line.id}>
          <Cell label="">
            <span className="text-body [overflow-wrap:anywhere]">{visible(line.sentence)}</span>
          </Cell>
          <Cell label="Kind">
            <span className="whitespace-nowrap text-ink-soft">{line.kind}</span>
          </Cell>
          <Cell label="Took" align="end" {...(line.durationMs === null && { phone: "none" })}>
            {line.durationMs !== null && (
              <span className="whitespace-nowrap">{line.durationMs.toLocaleString("en")} ms</span>
            )}
          </Cell>
          <Cell label="When">
            <Time at={line.at} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function NothingHere() {
  return (
    <EmptyState icon={<ScrollText aria-hidden />} title="Nothing here yet">
      What people change and which tools are called appears here, newest first. Choose another person or kind
      to see more.
    </EmptyState>
  );
}
