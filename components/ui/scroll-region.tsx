import type { ReactNode } from "react";

/** Text that may be larger than its frame; what scrolls must be reachable from the keyboard. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div {...reachable(label)} className="max-h-112 overflow-auto -outline-offset-2">
      {children}
    </div>
  );
}

/** A group and no landmark: a page may hold many of the same name. */
const reachable = (label: string) => ({ role: "group", "aria-label": label, tabIndex: 0 });
