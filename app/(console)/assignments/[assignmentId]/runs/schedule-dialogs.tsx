"use client";

import { useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextArea } from "@/components/forms/text-area";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { Dialog, useCloseDialog } from "@/components/ui/dialog";
import { rhythmOf } from "@/lib/runs/fields";
import type { ScheduleView } from "@/lib/runs/schema";
import { weekdays } from "@/lib/runs/sentences";
import { saveScheduleAction } from "../../../runs/actions";

type NewScheduleProps = { assignmentId: string; timeZones: readonly string[] };

/** Sets the assignment up to run by itself, as whoever makes it. */
export function NewSchedule(props: NewScheduleProps) {
  return (
    <Dialog
      trigger={<Button variant="secondary">New schedule</Button>}
      title="New schedule"
      sentence="It runs as you, and pauses by itself when a sign-in it needs is missing twice."
    >
      <ScheduleForm {...props} schedule={null} />
    </Dialog>
  );
}

type EditScheduleProps = NewScheduleProps & { schedule: ScheduleView };

/** Changes a schedule of one's own in place. */
export function EditSchedule(props: EditScheduleProps) {
  return (
    <Dialog
      trigger={<Button variant="secondary">Edit</Button>}
      title="Edit schedule"
      sentence={
        props.schedule.status === "paused"
          ? "Once saved, it goes on as you, from its next time."
          : "It runs as you. What you save counts from its next time."
      }
    >
      <ScheduleForm {...props} />
    </Dialog>
  );
}

type ScheduleFormProps = NewScheduleProps & { schedule: ScheduleView | null };

function ScheduleForm({ assignmentId, timeZones, schedule }: ScheduleFormProps) {
  const close = useCloseDialog();
  const before = rhythmOf(schedule?.cron ?? "0 8 * * 1-5");
  const [rhythm, setRhythm] = useState<string>(before.rhythm);
  return (
    <ActionForm action={saveScheduleAction} onDone={close}>
      <HiddenField name="assignmentId" value={assignmentId} />
      <HiddenField name="scheduleId" value={schedule?.id ?? ""} />
      <SelectField
        name="rhythm"
        label="How often"
        options={RHYTHMS}
        defaultValue={before.rhythm}
        onValueChange={setRhythm}
      />
      {rhythm === "weekly" && (
        <SelectField name="weekday" label="On" options={WEEKDAYS} defaultValue={String(before.weekday)} />
      )}
      {rhythm === "cron" ? (
        <TextField
          name="cron"
          label="Cron line"
          hint="Minute, hour, day, month, day of the week: 30 8 * * 1 is Mondays at 8:30."
          face="mono"
          defaultValue={schedule?.cron ?? ""}
          required
        />
      ) : (
        <TextField
          name="time"
          label={rhythm === "hourly" ? "At the minutes of" : "At"}
          type="time"
          defaultValue={before.time}
          required
        />
      )}
      <SelectField
        name="timeZone"
        label="Time zone"
        options={timeZones.map((zone) => ({ value: zone, label: zone }))}
        defaultValue={schedule?.timeZone ?? ownZone(timeZones)}
      />
      <TextArea
        name="message"
        label="Message"
        hint="Optional. The model reads it after the instructions."
        rows={2}
        defaultValue={schedule?.message ?? ""}
      />
      <SubmitButton>Save schedule</SubmitButton>
    </ActionForm>
  );
}

function ownZone(known: readonly string[]): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return known.includes(zone) ? zone : "UTC";
}

const RHYTHMS = [
  { value: "hourly", label: "Each hour" },
  { value: "daily", label: "Each day" },
  { value: "weekdays", label: "Monday to Friday" },
  { value: "weekly", label: "Each week" },
  { value: "cron", label: "A cron line" },
];

const WEEKDAYS = weekdays.map((label, value) => ({ value: String(value), label }));
