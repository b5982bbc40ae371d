import type { ReactNode } from "react";

/** A bordered surface for things that belong together. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="rounded-card border border-line bg-surface p-4">{children}</div>;
}

/** A card whose children are rows with a line between them; give each a ListRow. */
export function CardList({ children }: { children: ReactNode }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {children}
    </ul>
  );
}

/** One row of a CardList: what it is on the left, what can be done at the right. */
export function ListRow({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">{children}</div>
      {action !== undefined && <div className="flex max-w-full shrink-0 items-center gap-2">{action}</div>}
    </li>
  );
}
