import type { ReactNode } from "react";
import { ListRow } from "@/components/ui/card";

type WaitingRowProps = {
  title: string;
  /** How it stands, in a word. */
  badge: ReactNode;
  /** Why it is here. */
  children: ReactNode;
  action: ReactNode;
};

/** One thing that waits: what it is, how it stands, why, and what to press. */
export function WaitingRow({ title, badge, children, action }: WaitingRowProps) {
  return (
    <ListRow action={action}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
          {badge}
        </p>
        {children && <p className="text-small text-ink-soft [overflow-wrap:anywhere]">{children}</p>}
      </div>
    </ListRow>
  );
}
