import { SignInLink } from "@/components/sign-ins/sign-in-link";
import { Badge } from "@/components/ui/badge";
import { dayAndTime } from "@/components/ui/time-words";
import { routes } from "@/lib/routes";
import type { ScheduleView } from "@/lib/runs/schema";
import type { SignInView } from "@/lib/sign-ins/schema";

type ScheduleFactsProps = {
  schedule: ScheduleView;
  /** The reader's sign-ins that the assignment needs and that don't work. */
  missing: readonly SignInView[];
};

export function ScheduleFacts({ schedule, missing }: ScheduleFactsProps) {
  const { when, own, person, status, failing, next, message, timeZone } = schedule;
  const trouble = troubleOf(schedule);
  return (
    <div className="grid gap-0.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium first-letter:uppercase">{when}</span>
        {status === "paused" && <Badge meaning="waiting">Paused</Badge>}
        {failing && <Badge meaning="broken">Failing</Badge>}
        <span className="text-small text-ink-soft">as {own ? "you" : person}</span>
      </p>
      {message !== "" && <p className="truncate text-small text-ink-soft">{message}</p>}
      {trouble !== null && <p className="text-small text-ink-soft">{trouble}</p>}
      {own && trouble !== null && missing.length > 0 && (
        <div className="flex flex-wrap gap-2 py-1">
          {missing.map((signIn) => (
            <SignInLink
              key={signIn.connectionId}
              connectionId={signIn.connectionId}
              signIn={signIn}
              returnTo={routes.assignmentRuns(schedule.assignmentId)}
            />
          ))}
        </div>
      )}
      {/* On the clock it was made for, wherever the reader is. */}
      {next.length > 0 && (
        <p className="flex flex-wrap gap-x-3 text-small text-ink-faint tabular-nums">
          Next
          {next.map((at) => (
            <time key={at.getTime()} dateTime={at.toISOString()} className="whitespace-nowrap">
              {dayAndTime(at, timeZone)}
            </time>
          ))}
        </p>
      )}
    </div>
  );
}

/** Why it does not run, or did not when it should have. */
function troubleOf(schedule: ScheduleView): string | null {
  const { own, person, pausedBy, pausedFor, missed, timeZone } = schedule;
  // The reason speaks to its maker of their sign-ins.
  const told = own ? "" : `${person} was told: `;
  if (pausedBy !== null) return `${pausedBy.name} paused it.`;
  if (pausedFor !== null) return `It paused because it could not start twice in a row. ${told}${pausedFor}`;
  return missed && `${dayAndTime(missed.at, timeZone)} did not start: ${told}${missed.reason}`;
}
