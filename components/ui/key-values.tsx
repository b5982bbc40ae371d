import type { ReactNode } from "react";

type Item = { label: string; value: ReactNode };

/** Facts about one thing, label left and value right; stacked on a phone. */
export function KeyValues({ items }: { items: readonly Item[] }) {
  return (
    <dl className="divide-y divide-line rounded-card border border-line bg-surface">
      {items.map((item) => (
        <div
          key={item.label}
          className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)]"
        >
          <dt className="text-small text-ink-soft">{item.label}</dt>
          <dd className="min-w-0 text-small [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
