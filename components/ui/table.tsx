import type { ReactNode } from "react";

/**
 * A browser forgets what a table's parts mean once their display changes, so
 * each says what it is by itself.
 */
const keeps = (role: "table" | "rowgroup" | "row" | "columnheader" | "cell") => ({ role });

type Column = { header: string; align?: "end" };
type TableProps = {
  /** What the table lists, for who cannot see it. */
  caption: string;
  /** An empty header is allowed for the column of row menus. */
  columns: readonly Column[];
  children: ReactNode;
};

/** Rows and columns on a wide screen, stacked rows on a phone. */
export function Table({ caption, columns, children }: TableProps) {
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-surface">
      <table
        {...keeps("table")}
        aria-label={caption}
        className="w-full border-collapse text-small max-sm:block"
      >
        <thead {...keeps("rowgroup")} className="max-sm:sr-only">
          <tr {...keeps("row")} className="border-b border-line bg-canvas">
            {columns.map((column) => (
              <th
                key={column.header}
                {...keeps("columnheader")}
                scope="col"
                className={`h-9 px-4 text-meta font-medium whitespace-nowrap text-ink-faint ${column.align === "end" ? "text-right" : "text-left"}`}
              >
                {column.header === "" ? <span className="sr-only">Actions</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...keeps("rowgroup")} className="divide-y divide-line max-sm:block">
          {children}
        </tbody>
      </table>
    </div>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr
      {...keeps("row")}
      className="group/row relative transition-colors hover:bg-canvas max-sm:grid max-sm:gap-2 max-sm:px-4 max-sm:py-3"
    >
      {children}
    </tr>
  );
}

type CellProps = {
  /** The column's header, repeated beside the value on a phone. Empty for the first cell, which needs none. */
  label: string;
  align?: "end";
  /** Its place in a stacked row: after what one came for, or nowhere when it has nothing to say. */
  phone?: "last" | "none";
  children: ReactNode;
};

const PHONE = { last: "max-sm:order-1", none: "max-sm:hidden" };

export function Cell({ label, align, phone, children }: CellProps) {
  return (
    <td
      {...keeps("cell")}
      className={`px-4 py-2.5 ${phone === "none" ? "" : "max-sm:flex"} max-sm:min-h-6 max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:p-0 max-sm:group-has-data-menu/row:first:pr-10 ${phone ? PHONE[phone] : ""} ${align === "end" ? "text-right tabular-nums" : ""}`}
    >
      {label !== "" && (
        <span aria-hidden className="shrink-0 text-ink-faint sm:hidden">
          {label}
        </span>
      )}
      <div className="min-w-0 max-sm:first:w-full">{children}</div>
    </td>
  );
}

/** The last cell of a row: its menu, in the corner of a stacked row. */
export function MenuCell({ children }: { children: ReactNode }) {
  return (
    <td
      {...keeps("cell")}
      data-menu
      className="w-0 py-1.5 pr-2 pl-0 text-right max-sm:absolute max-sm:top-2 max-sm:w-auto max-sm:right-2 max-sm:p-0"
    >
      {children}
    </td>
  );
}
