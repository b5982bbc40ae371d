import type { ReactNode } from "react";

/** The buttons that end a form, the one that does it first. */
export function FormButtons({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}
