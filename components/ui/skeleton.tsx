type SkeletonProps = { shape: "line" | "title" | "control" | "card" };

/** The shape of what is coming, so that nothing moves when it comes. */
export function Skeleton({ shape }: SkeletonProps) {
  return <div aria-hidden className={`animate-breathe rounded-control bg-sunken ${SHAPES[shape]}`} />;
}

/** A table that has not arrived yet, as tall as the one that will. */
export function SkeletonTable({ rows }: { rows: number }) {
  return (
    <div aria-hidden className="divide-y divide-line rounded-card border border-line bg-surface">
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="flex h-13 items-center gap-6 px-4">
          <div className="flex-2">
            <Skeleton shape="line" />
          </div>
          <div className="flex-1">
            <Skeleton shape="line" />
          </div>
          <div className="flex-1 max-sm:hidden">
            <Skeleton shape="line" />
          </div>
        </div>
      ))}
    </div>
  );
}

const SHAPES: Record<SkeletonProps["shape"], string> = {
  line: "h-3.5 w-full max-w-48",
  title: "h-7 w-56",
  control: "h-8 w-full",
  card: "h-32 w-full rounded-card",
};
