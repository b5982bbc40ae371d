import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = {
  summary: ReactNode;
  /** Turning this from closed to open opens it; a person can still close it again. */
  initially: "open" | "closed";
  children: ReactNode;
};

/** Detail for who wants it. Works without scripts, and a form opens it when an error is inside. */
export function Disclosure({ summary, initially, children }: DisclosureProps) {
  return (
    <details open={initially === "open"} className="group">
      <summary className="flex min-h-8 max-sm:min-h-10 w-fit list-none items-center gap-1.5 rounded-control pr-2 font-medium text-ink-soft select-none hover:text-ink">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
