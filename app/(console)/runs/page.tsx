import { Play } from "lucide-react";
import type { Metadata } from "next";
import { FilterForm } from "@/components/forms/filter-form";
import { runStatusWord } from "@/components/runs/run-badge";
import { RunTable } from "@/components/runs/run-table";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Page, PageHeader } from "@/components/ui/page";
import { routes } from "@/lib/routes";
import { listRuns } from "@/lib/runs/queries";
import { runStatuses } from "@/lib/runs/schema";
import { requireActor } from "@/lib/session/current";
import { type RunFilterValues, readFilter, type SearchParams, writeFilter } from "./query";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor();
  const filter = readFilter(await searchParams);
  const runs = await listRuns(actor, { ...filter, most: RUNS_MAX });
  const isFiltered = Object.keys(filter).length > 0;
  const last = runs.length === RUNS_MAX ? runs.at(-1) : undefined;
  return (
    <Page width="reading">
      <PageHeader title="Runs" sentence="What assignments did, on whose behalf, and how it ended." />
      {(runs.length > 0 || isFiltered) && <RunFilter {...filter} />}
      {runs.length > 0 ? <RunTable runs={runs} lead="assignment" /> : <NoRuns isFiltered={isFiltered} />}
      {last && (
        <div>
          <ButtonLink
            href={{ pathname: routes.runs, query: writeFilter({ ...filter, before: last.createdAt }) }}
            variant="secondary"
          >
            Older runs
          </ButtonLink>
        </div>
      )}
    </Page>
  );
}

const RUNS_MAX = 50;

function RunFilter({ status, mine }: RunFilterValues) {
  return (
    <FilterForm
      address={routes.runs}
      filters={[
        {
          name: "state",
          label: "State",
          chosen: status ?? "",
          options: [
            { value: "", label: "Every state" },
            ...runStatuses.map((one) => ({ value: one, label: runStatusWord(one) })),
          ],
        },
        {
          name: "whose",
          label: "Whose",
          chosen: mine ? "mine" : "",
          options: [
            { value: "", label: "Everyone's" },
            { value: "mine", label: "Mine" },
          ],
        },
      ]}
    />
  );
}

function NoRuns({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState icon={<Play aria-hidden />} title="No such run">
        Choose another state, or everyone's.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Play aria-hidden />}
      title="No runs yet"
      action={
        <ButtonLink href={routes.assignments} variant="secondary">
          Go to assignments
        </ButtonLink>
      }
    >
      Open an assignment and press Run: a model then works through it with the tools it may use, and shows
      every step here.
    </EmptyState>
  );
}
