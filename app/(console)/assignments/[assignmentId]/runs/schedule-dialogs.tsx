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
import { saveScheduleAction } from "../../../runs/actions";

type NewScheduleProps = { assignmentId: string; timeZones: readonly string[] };

/** Sets the assignment up to run by itself, as whoever makes it. */
export function NewSchedule(props: NewScheduleProps) {
  return (
    <Dialog
      trigger={<Button variant="secondary">New schedule</Button>}
      title="New schedule"
      sentence="It runs as you, with your sign-ins. It pauses by itself when one of them is missing twice."
    >
      <ScheduleForm {...props} />
    </Dialog>
  );
}

function ScheduleForm({ assignmentId, timeZones }: NewScheduleProps) {
  const close = useCloseDialog();
  const [rhythm, setRhythm] = useState("weekdays");
  return (
    <ActionForm action={saveScheduleAction} onDone={close}>
      <HiddenField name="assignmentId" value={assignmentId} />
      <SelectField
        name="rhythm"
        label="How often"
        options={RHYTHMS}
        defaultValue={rhythm}
        onValueChange={setRhythm}
      />
      {rhythm === "weekly" && <SelectField name="weekday" label="On" options={WEEKDAYS} defaultValue="1" />}
      {rhythm === "cron" ? (
        <TextField
          name="cron"
          label="Cron line"
          hint="Minute, hour, day, month, day of the week: 30 8 * * 1 is Mondays at 8:30."
          face="mono"
          required
        />
      ) : (
        <TextField
          name="time"
          label={rhythm === "hourly" ? "At the minutes of" : "At"}
          type="time"
          defaultValue="08:00"
          required
        />
      )}
      <SelectField
        name="timeZone"
        label="Time zone"
        options={timeZones.map((zone) => ({ value: zone, label: zone }))}
        defaultValue={ownZone(timeZones)}
      />
      <TextArea
        name="message"
        label="Message"
        hint="Optional. The model reads it after the instructions."
        rows={2}
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

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].map(
  (label, value) => ({ value: String(value), label }),
);
