"use client";

import { SearchX } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Table } from "@/components/ui/table";
import { needsRenewal } from "@/lib/sign-ins/state";
import { ConnectionRow, type ListedConnection } from "./connection-row";

type ConnectionTableProps = { connections: readonly ListedConnection[]; mayManage: boolean };

/** Every connection of the workspace, searched and filtered as one types. */
export function ConnectionTable({ connections, mayManage }: ConnectionTableProps) {
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const sought = useDeferredValue(search).trim().toLowerCase();
  const shown = connections.filter(
    (connection) => FILTERS[filter].holds(connection) && isAbout(connection, sought),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <SearchField name="search" label="Search connections" defaultValue="" onValueChange={setSearch} />
        <div className="max-w-full overflow-x-auto">
          <SegmentedControl
            name="state"
            label="Filter by state"
            segments={segments(connections)}
            value={filter}
            onValueChange={setFilter}
          />
        </div>
        <p aria-live="polite" className="text-small text-ink-faint tabular-nums">
          {shown.length === connections.length ? "" : `${shown.length} of ${connections.length}`}
        </p>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={<SearchX aria-hidden />} title="No connection matches">
          Search by name or host, or show all states.
        </EmptyState>
      ) : (
        <Table caption="Connections" columns={mayManage ? ADMIN_COLUMNS : COLUMNS}>
          {shown.map((connection) => (
            <ConnectionRow
              key={connection.signIn.connectionId}
              connection={connection}
              mayManage={mayManage}
            />
          ))}
        </Table>
      )}
    </div>
  );
}

const NAME = { header: "Name" };
const FACTS = [{ header: "Sign-in method" }, { header: "Your state" }, { header: "Tools" }];
const MENU = { header: "", align: "end" } as const;
const COLUMNS = [NAME, ...FACTS, MENU];
const ADMIN_COLUMNS = [NAME, ...FACTS, { header: "People" }, MENU];

type Filter = "all" | "connected" | "signIn" | "attention" | "changed";

const FILTERS: Record<Filter, { label: string; holds: (connection: ListedConnection) => boolean }> = {
  all: { label: "All", holds: () => true },
  connected: { label: "Connected", holds: ({ signIn }) => signIn.state === "connected" },
  signIn: {
    label: "Not signed in",
    holds: ({ signIn }) => signIn.state === "notSignedIn" || signIn.state === "connecting",
  },
  attention: {
    label: "Needs attention",
    holds: ({ signIn }) => signIn.state === "unavailable" || needsRenewal(signIn),
  },
  changed: { label: "Changed tools", holds: ({ tools }) => tools !== null && tools.held > 0 },
};

const ORDER = ["all", "connected", "signIn", "attention", "changed"] as const;

/** A filter that would show nothing is not offered. */
function segments(connections: readonly ListedConnection[]) {
  return ORDER.filter((value) => connections.some(FILTERS[value].holds)).map((value) => ({
    value,
    label: FILTERS[value].label,
  }));
}

function isAbout({ signIn }: ListedConnection, sought: string): boolean {
  return `${signIn.connectionName}\n${signIn.host}`.toLowerCase().includes(sought);
}
