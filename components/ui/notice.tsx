import type { ReactNode } from "react";
import { type Meaning, meaningIcon, meaningInk } from "./meaning";

type NoticeProps = {
  meaning: Meaning;
  title: string;
  children?: ReactNode;
  /** What the reader can do about it. */
  action?: ReactNode;
};

/** A banner that says what is so, whose side it is on, and what to do. */
export function Notice({ meaning, title, children, action }: NoticeProps) {
  const Icon = meaningIcon[meaning];
  return (
    <div
      className={`flex flex-wrap items-start gap-x-4 gap-y-3 rounded-card border p-3 pl-3.5 ${FRAME[meaning]}`}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${meaningInk[meaning]}`} />
        <div className="grid min-w-0 gap-0.5">
          <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
          {children !== undefined && (
            <div className="max-w-prose text-small text-ink-soft [overflow-wrap:anywhere]">{children}</div>
          )}
        </div>
      </div>
      {action !== undefined && <div className="flex shrink-0 gap-2">{action}</div>}
    </div>
  );
}

const FRAME: Record<Meaning, string> = {
  good: "border-good-line bg-good-soft",
  waiting: "border-waiting-line bg-waiting-soft",
  broken: "border-broken-line bg-broken-soft",
  held: "border-held-line bg-held-soft",
  neutral: "border-line bg-sunken",
};
