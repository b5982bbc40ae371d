import { CalendarClock } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { dayAndTime } from "@/components/ui/time-words";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import type { ScheduleView } from "@/lib/runs/schema";
import { removeScheduleAction } from "../../../runs/actions";
import { ResumeButton } from "./resume-button";
import { EditSchedule } from "./schedule-dialogs";

type ScheduleListProps = {
  actor: Actor;
  schedules: readonly ScheduleView[];
  timeZones: readonly string[];
};

export function ScheduleList({ actor, schedules, timeZones }: ScheduleListProps) {
  if (schedules.length === 0) {
    return (
      <EmptyState icon={<CalendarClock aria-hidden />} title="No schedule yet">
        A schedule runs this assignment by itself, as whoever made it.
      </EmptyState>
    );
  }
  const mayRemoveAny = allows(actor.role, "runs.stopAny");
  return (
    <CardList>
      {schedules.map((schedule) => (
        <ListRow
          key={schedule.id}
          action={
            <>
              {schedule.own && schedule.status === "paused" && <ResumeButton scheduleId={schedule.id} />}
              {schedule.own && (
                <EditSchedule
                  assignmentId={schedule.assignmentId}
                  timeZones={timeZones}
                  schedule={schedule}
                />
              )}
              {(schedule.own || mayRemoveAny) && <RemoveSchedule schedule={schedule} />}
            </>
          }
        >
          <ScheduleFacts schedule={schedule} />
        </ListRow>
      ))}
    </CardList>
  );
}

function ScheduleFacts({
  schedule: { when, own, person, status, pausedFor, failing, next, message, timeZone },
}: {
  schedule: ScheduleView;
}) {
  return (
    <div className="grid gap-0.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium first-letter:uppercase">{when}</span>
        {status === "paused" && <Badge meaning="waiting">Paused</Badge>}
        {failing && <Badge meaning="broken">Failing</Badge>}
        <span className="text-small text-ink-soft">as {own ? "you" : person}</span>
      </p>
      {message !== "" && <p className="truncate text-small text-ink-soft">{message}</p>}
      {pausedFor !== null && (
        <p className="text-small text-ink-soft">
          It paused because it could not start twice in a row. {pausedFor}
        </p>
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

function RemoveSchedule({ schedule: { id, when } }: { schedule: ScheduleView }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Remove</Button>}
      title="Remove this schedule?"
      losses={`The assignment no longer runs by itself ${when}. Its runs so far stay.`}
      verb="Remove schedule"
      action={removeScheduleAction}
      fields={{ scheduleId: id }}
    />
  );
}
