import type { ReactNode } from "react";

/** A part of a form that may be out of sight. What was typed into it stays, and is not sent. */
export function Kept({ shown, children }: { shown: boolean; children: ReactNode }) {
  return (
    <fieldset hidden={!shown} disabled={!shown} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      {children}
    </fieldset>
  );
}
