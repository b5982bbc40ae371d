import { LoaderCircle } from "lucide-react";

/** Says that work goes on; the words beside it say which. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />;
}

type ProgressProps = { label: string; done: number; total: number };

/** How far a work with a known end has come. */
export function Progress({ label, done, total }: ProgressProps) {
  return (
    <div className="grid gap-1.5">
      <div className="flex justify-between gap-4 text-small">
        <span>{label}</span>
        <span className="text-ink-soft tabular-nums">
          {done} of {total}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={total}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className="h-full bg-accent transition-[width]"
          style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }}
        />
      </div>
    </div>
  );
}
