import type { ReactNode } from "react";

type EmptyStateProps = {
  icon: ReactNode;
  title: string;
  /** One or two sentences: what this is, and what to do first. */
  children: ReactNode;
  action?: ReactNode;
};

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line-strong px-6 py-12 text-center">
      <div className="grid size-10 place-items-center rounded-card border border-line bg-surface text-ink-soft [&_svg]:size-5">
        {icon}
      </div>
      <div className="grid justify-items-center gap-1">
        <h2 className="text-section font-semibold">{title}</h2>
        <div className="max-w-form text-ink-soft text-balance">{children}</div>
      </div>
      {action !== undefined && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
