import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

type PageProps = { width: "reading" | "full"; children: ReactNode };

/** The body of a page: groups 24 and sections 40 pixels apart, at most 1,120 wide unless it holds a wide table. */
export function Page({ width, children }: PageProps) {
  return (
    <div
      className={`grid w-full grid-cols-[minmax(0,1fr)] gap-6 ${width === "reading" ? "max-w-reading" : ""}`}
    >
      {children}
    </div>
  );
}

type Crumb = { label: string; href: Route };
type PageHeaderProps = {
  title: string;
  sentence?: ReactNode;
  action?: ReactNode;
  /** Where this page sits; only below the first level. */
  crumbs?: readonly Crumb[];
};

export function PageHeader({ title, sentence, action, crumbs = [] }: PageHeaderProps) {
  return (
    <header className="grid gap-3">
      {crumbs.length > 0 && <Breadcrumb crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-72 gap-1">
          <h1 className="text-page font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {sentence !== undefined && <div className="max-w-prose text-ink-soft">{sentence}</div>}
        </div>
        {action !== undefined && <div className="flex shrink-0 flex-wrap items-center gap-2">{action}</div>}
      </div>
    </header>
  );
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1 text-small text-ink-faint">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5" />}
            <Link href={crumb.href} className="rounded-control hover:text-ink hover:underline">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

type SectionProps = { title: string; sentence?: ReactNode; action?: ReactNode; children: ReactNode };

/** A titled part of a page. */
export function Section({ title, sentence, action, children }: SectionProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3 not-first:mt-4">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="grid gap-0.5">
          <h2 className="text-section font-semibold">{title}</h2>
          {sentence !== undefined && <div className="max-w-prose text-small text-ink-soft">{sentence}</div>}
        </div>
        {action !== undefined && <div className="flex items-center gap-2 max-sm:w-full">{action}</div>}
      </div>
      {children}
    </section>
  );
}
