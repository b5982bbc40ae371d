import { CircleCheck } from "lucide-react";

/** Where there is nothing at all to do. */
export function NothingWaits() {
  return (
    <p className="flex items-start gap-2.5 text-ink-soft">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      Nothing needs you. Calls to approve, sign-ins to renew, changed tools and runs that failed appear here.
    </p>
  );
}
