import type { ReactNode } from "react";

/** Text that may be larger than its frame; what scrolls must be reachable from the keyboard. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} {...FOCUSABLE} className="max-h-112 overflow-auto -outline-offset-2">
      {children}
    </section>
  );
}

const FOCUSABLE = { tabIndex: 0 };
