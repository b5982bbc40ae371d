import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Route } from "next";
import { ButtonLink } from "./button";

type PaginationProps = {
  /** "51–100 of 312 events" */
  summary: string;
  previous: Route | null;
  next: Route | null;
};

export function Pagination({ summary, previous, next }: PaginationProps) {
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4">
      <p className="text-small text-ink-soft tabular-nums">{summary}</p>
      <div className="flex gap-2">
        {previous !== null && (
          <ButtonLink href={previous} variant="secondary" icon={<ChevronLeft aria-hidden />}>
            Previous
          </ButtonLink>
        )}
        {next !== null && (
          <ButtonLink href={next} variant="secondary" icon={<ChevronRight aria-hidden />}>
            Next
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
