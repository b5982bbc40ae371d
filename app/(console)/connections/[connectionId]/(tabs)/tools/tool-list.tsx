"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { ToolChips } from "@/components/tools/tool-chips";
import { Button } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { Mono } from "@/components/ui/code";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { routes } from "@/lib/routes";
import type { ToolView } from "@/lib/tools/schema";

export type ListedTool = Pick<
  ToolView,
  "id" | "connectionId" | "name" | "title" | "hints" | "status" | "reason"
> & { summary: string };

/** A connection's tools, searched as one types. A long list is drawn only as far as it is read. */
export function ToolList({ tools }: { tools: readonly ListedTool[] }) {
  const [search, setSearch] = useState("");
  const [shownMax, setShownMax] = useState(PAGE);
  const sought = useDeferredValue(search).trim().toLowerCase();
  const found = tools.filter((tool) => isAbout(tool, sought));
  const more = found.length - shownMax;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <SearchField name="search" label="Search tools" defaultValue="" onValueChange={setSearch} />
        <p aria-live="polite" className="text-small text-ink-faint tabular-nums">
          {found.length === tools.length ? countWords(tools.length) : `${found.length} of ${tools.length}`}
        </p>
      </div>
      {found.length === 0 ? (
        <EmptyState icon={<SearchX aria-hidden />} title="No tool matches">
          Search by name or by what it does.
        </EmptyState>
      ) : (
        <CardList>
          {found.slice(0, shownMax).map((tool) => (
            <ToolRow key={tool.id} tool={tool} />
          ))}
        </CardList>
      )}
      {more > 0 && (
        <div>
          <Button variant="secondary" onClick={() => setShownMax(shownMax + PAGE)}>
            Show {Math.min(more, PAGE)} more
          </Button>
        </div>
      )}
    </div>
  );
}

function ToolRow({ tool }: { tool: ListedTool }) {
  return (
    <ListRow action={<ToolChips hints={tool.hints} status={tool.status} />}>
      <div className="grid gap-0.5">
        <Link
          href={routes.connectionTool(tool.connectionId, tool.id)}
          prefetch={false}
          className="w-fit rounded-control font-medium hover:underline"
        >
          <Mono>{tool.name}</Mono>{" "}
          {tool.title !== null && tool.title !== tool.name && (
            <span className="ml-1 font-normal text-ink-soft">{tool.title}</span>
          )}
        </Link>
        <p className="line-clamp-2 text-small text-ink-soft [overflow-wrap:anywhere]">
          {tool.reason ?? tool.summary}
        </p>
      </div>
    </ListRow>
  );
}

const PAGE = 100;

function isAbout({ name, title, summary }: ListedTool, sought: string): boolean {
  return `${name}\n${title ?? ""}\n${summary}`.toLowerCase().includes(sought);
}

function countWords(count: number): string {
  return count === 1 ? "1 tool" : `${count} tools`;
}
