"use client";

import { Plug, SearchX } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useRef, useState } from "react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import type { SetupGroup } from "@/lib/assignments/schema";
import { waitsForPerson } from "@/lib/assignments/state";
import { routes } from "@/lib/routes";
import { pickerRows } from "./picker-rows";
import type { Place } from "./problems";
import { ToolList } from "./tool-list";
import type { Picks } from "./use-draft";

type ToolPickerProps = {
  assignmentId: string;
  groups: readonly SetupGroup[];
  picks: Picks;
  mayReview: boolean;
  /** Where to go; the search gives way to it. */
  place: Place | null;
};

/** Every tool of every connection, to search, pick and set to Allow or Ask. */
export function ToolPicker({ assignmentId, groups, picks, mayReview, place }: ToolPickerProps) {
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(() => initiallyOpen(groups));
  const [shownPlace, setShownPlace] = useState(place);
  const query = useDeferredValue(typed);
  const rows = pickerRows(groups, {
    query,
    isOpen: ({ connectionId }) => open.has(connectionId),
    isPicked: (tool) => picks.of(tool) !== undefined,
    waitsForPerson,
  });

  if (place !== shownPlace) {
    setShownPlace(place);
    setTyped("");
    if (place) setOpen((before) => new Set(before).add(place.connectionId));
  }

  if (groups.length === 0) return <NoConnections />;

  function toggleGroup(connectionId: string) {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(connectionId)) after.add(connectionId);
      return after;
    });
  }

  /** Enter means that the search is typed. */
  function goToList(event: KeyboardEvent) {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>("[data-stop]")?.focus();
  }

  return (
    <section aria-label="Tools" className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium">Tools</h2>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the search field inside. */}
        <div onKeyDown={goToList} className="w-full sm:w-72">
          <SearchField
            key={place?.times}
            name="toolQuery"
            label="Search tools"
            defaultValue=""
            onValueChange={setTyped}
          />
        </div>
      </div>
      {rows.length > 0 ? (
        <div ref={list}>
          <ToolList
            assignmentId={assignmentId}
            rows={rows}
            picks={picks}
            mayReview={mayReview}
            place={place}
            onToggleGroup={toggleGroup}
          />
        </div>
      ) : (
        <EmptyState icon={<SearchX aria-hidden />} title="No tool matches">
          Search by a tool's name, by words of its description, or by its connection.
        </EmptyState>
      )}
    </section>
  );
}

function NoConnections() {
  return (
    <EmptyState
      icon={<Plug aria-hidden />}
      title="No connections yet"
      action={
        <ButtonLink href={routes.connections} variant="secondary">
          Go to Connections
        </ButtonLink>
      }
    >
      Tools come from connections. An admin adds the first one.
    </EmptyState>
  );
}

/** What is picked is in sight; where nothing is, everything. */
function initiallyOpen(groups: readonly SetupGroup[]): ReadonlySet<string> {
  const withPicks = groups.filter(({ tools }) => tools.some((tool) => tool.pick !== null));
  return new Set((withPicks.length > 0 ? withPicks : groups).map(({ connectionId }) => connectionId));
}
