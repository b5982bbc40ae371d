"use client";

import { SearchX } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { Table } from "@/components/ui/table";
import type { SignInView } from "@/lib/sign-ins/schema";
import { SignInRow } from "./sign-in-row";

/** My sign-ins. Where there are many, one finds one by its name or host. */
export function SignInTable({ signIns }: { signIns: readonly SignInView[] }) {
  const [search, setSearch] = useState("");
  const sought = useDeferredValue(search).trim().toLowerCase();
  const shown = signIns.filter(({ connectionName, host }) =>
    `${connectionName}\n${host}`.toLowerCase().includes(sought),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {signIns.length > SEEN_AT_ONCE && (
        <div className="flex flex-wrap items-center gap-3">
          <SearchField name="search" label="Search sign-ins" defaultValue="" onValueChange={setSearch} />
          <p aria-live="polite" className="text-small text-ink-faint tabular-nums">
            {shown.length === signIns.length ? "" : `${shown.length} of ${signIns.length}`}
          </p>
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState icon={<SearchX aria-hidden />} title="No sign-in matches">
          Search by the connection's name or host.
        </EmptyState>
      ) : (
        <Table caption="Your sign-ins" columns={COLUMNS}>
          {shown.map((signIn) => (
            <SignInRow key={signIn.connectionId} signIn={signIn} />
          ))}
        </Table>
      )}
    </div>
  );
}

const SEEN_AT_ONCE = 10;

const COLUMNS = [
  { header: "Connection" },
  { header: "Sign-in method" },
  { header: "State" },
  { header: "Since" },
  { header: "Last used" },
  { header: "", align: "end" },
] as const;
