import { CalendarClock } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import type { ScheduleView } from "@/lib/runs/schema";
import type { SignInView } from "@/lib/sign-ins/schema";
import { removeScheduleAction } from "../../../runs/actions";
import { PauseButton } from "./pause-button";
import { EditSchedule } from "./schedule-dialogs";
import { ScheduleFacts } from "./schedule-facts";

type ScheduleListProps = {
  actor: Actor;
  schedules: readonly ScheduleView[];
  timeZones: readonly string[];
  /** The actor's sign-ins that the assignment needs and that don't work. */
  missing: readonly SignInView[];
};

export function ScheduleList({ actor, schedules, timeZones, missing }: ScheduleListProps) {
  if (schedules.length === 0) {
    return (
      <EmptyState icon={<CalendarClock aria-hidden />} title="No schedule yet">
        A schedule runs this assignment by itself, as whoever made it.
      </EmptyState>
    );
  }
  const mayStopAny = allows(actor.role, "runs.stopAny");
  return (
    <CardList>
      {schedules.map((schedule) => (
        <ListRow
          key={schedule.id}
          action={
            <>
              {mayPauseOrResume(schedule, mayStopAny) && <PauseButton schedule={schedule} />}
              {schedule.own && (
                <EditSchedule
                  assignmentId={schedule.assignmentId}
                  timeZones={timeZones}
                  schedule={schedule}
                />
              )}
              {(schedule.own || mayStopAny) && <RemoveSchedule schedule={schedule} />}
            </>
          }
        >
          <ScheduleFacts schedule={schedule} missing={missing} />
        </ListRow>
      ))}
    </CardList>
  );
}

function mayPauseOrResume({ own, status, pausedBy }: ScheduleView, mayStopAny: boolean): boolean {
  if (own || status === "on") return own || mayStopAny;
  return mayStopAny && pausedBy !== null && !pausedBy.isMaker;
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
