"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { SignInLink } from "@/components/sign-ins/sign-in-link";
import { SignInWarning } from "@/components/sign-ins/sign-in-warning";
import type { SetupGroup } from "@/lib/assignments/schema";
import { lacksSignIn } from "@/lib/assignments/state";
import { routes } from "@/lib/routes";
import { GroupRow } from "./group-row";
import { isStop, nextStop, type PickerRow } from "./picker-rows";
import type { Place } from "./problems";
import { ToolRow } from "./tool-row";
import type { Picks } from "./use-draft";

type ToolListProps = {
  assignmentId: string;
  rows: readonly PickerRow[];
  picks: Picks;
  mayReview: boolean;
  /** A line to move the focus to once it is there. */
  place: Place | null;
  onToggleGroup: (connectionId: string) => void;
};

/**
 * The picker's lines, of which only those in sight exist. One of them is in the
 * tab order; arrow keys move from there, and it exists also when it is scrolled away.
 */
export function ToolList({ assignmentId, rows, picks, mayReview, place, onToggleGroup }: ToolListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<{ index: number; moves: number }>({ index: 0, moves: 0 });
  const [reached, setReached] = useState(place);
  const placed = place === reached ? -1 : rows.findIndex(({ key }) => key === place?.key);
  if (placed >= 0) {
    setReached(place);
    setCurrent(({ moves }) => ({ index: placed, moves: moves + 1 }));
  }
  const active = isStop(rows[current.index]) ? current.index : 0;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === "sign-in" ? 76 : 57),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    initialRect: { width: 640, height: 640 },
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), active])]
        .filter((at) => at < rows.length)
        .sort((a, b) => a - b),
  });

  useEffect(() => {
    if (current.moves === 0) return;
    virtual.scrollToIndex(current.index);
    frame.current
      ?.querySelector<HTMLElement>(`[data-index="${current.index}"] [data-stop]`)
      ?.focus({ preventScroll: true });
  }, [current, virtual]);

  function move(event: KeyboardEvent) {
    const to = target(event, rows, active);
    if (to === null) return;
    event.preventDefault();
    setCurrent(({ moves }) => ({ index: to, moves: moves + 1 }));
  }

  return (
    <fieldset onKeyDown={move} className="min-w-0">
      <legend className="sr-only">Tools by connection</legend>
      <div
        ref={frame}
        className="h-[min(40rem,70dvh)] overflow-y-auto rounded-card border border-line bg-surface"
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              onFocus={() => isStop(rows[index]) && setCurrent({ index, moves: 0 })}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line
                assignmentId={assignmentId}
                row={rows[index]}
                picks={picks}
                mayReview={mayReview}
                tabIndex={index === active ? 0 : -1}
                onToggleGroup={onToggleGroup}
              />
            </li>
          ))}
        </ul>
      </div>
    </fieldset>
  );
}

type LineProps = Omit<ToolListProps, "rows" | "place"> & { row: PickerRow | undefined; tabIndex: number };

function Line({ assignmentId, row, picks, mayReview, tabIndex, onToggleGroup }: LineProps) {
  switch (row?.kind) {
    case undefined:
      return null;
    case "group":
      return (
        <GroupRow
          group={row.group}
          open={row.open}
          picked={row.picked}
          tabIndex={tabIndex}
          onToggle={() => onToggleGroup(row.group.connectionId)}
        />
      );
    case "sign-in":
      return (
        <div className="border-b border-line p-2">
          <SignInWarning
            connectionId={row.group.connectionId}
            connection={row.group.name}
            signIn={row.group.signIn}
            returnTo={routes.assignmentSetup(assignmentId)}
          />
        </div>
      );
    case "empty":
      return <NoTools group={row.group} assignmentId={assignmentId} />;
    case "tool":
      return (
        <ToolRow group={row.group} tool={row.tool} picks={picks} tabIndex={tabIndex} mayReview={mayReview} />
      );
  }
}

function NoTools({ group, assignmentId }: { group: SetupGroup; assignmentId: string }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-2.5">
      <p className="text-small text-ink-soft">
        {lacksSignIn(group)
          ? "Sign in to see its tools. They are listed when the first person signs in."
          : "Its server listed no tools."}
      </p>
      {lacksSignIn(group) && (
        <SignInLink
          connectionId={group.connectionId}
          signIn={group.signIn}
          returnTo={routes.assignmentSetup(assignmentId)}
        />
      )}
    </div>
  );
}

/** The line a key leads to; null when the key means something else where it was pressed. */
function target(event: KeyboardEvent, rows: readonly PickerRow[], active: number): number | null {
  if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute("data-stop")) return null;
  switch (event.key) {
    case "ArrowDown":
      return nextStop(rows, active, 1);
    case "ArrowUp":
      return nextStop(rows, active, -1);
    case "Home":
      return nextStop(rows, -1, 1);
    case "End":
      return nextStop(rows, rows.length, -1);
    default:
      return null;
  }
}
