import { z } from "zod";

/** How often a schedule falls due, as it is chosen; `cron` is for everything the others can't say. */
const rhythms = ["hourly", "daily", "weekdays", "weekly", "cron"] as const;

export const scheduleForm = z
  .object({
    assignmentId: z.string(),
    scheduleId: z.string().default(""),
    rhythm: z.enum(rhythms, "Choose how often."),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 08:30.")
      .default("08:00"),
    weekday: z.coerce.number().int().min(0).max(6).default(1),
    cron: z.string().trim().max(120).default(""),
    timeZone: z.string().refine(isTimeZone, "Choose a time zone."),
    message: z.string().trim().max(20_000, "Use 20,000 characters at most.").default(""),
  })
  .transform((form) => ({ ...form, cron: cronOf(form) }));
export type ScheduleInput = z.infer<typeof scheduleForm>;

type Rhythm = { rhythm: (typeof rhythms)[number]; time: string; weekday: number; cron: string };

/** The cron line a choice stands for. */
function cronOf({ rhythm, time, weekday, cron }: Rhythm): string {
  const [hour, minute] = time.split(":").map(Number);
  switch (rhythm) {
    case "hourly":
      return `${minute} * * * *`;
    case "daily":
      return `${minute} ${hour} * * *`;
    case "weekdays":
      return `${minute} ${hour} * * 1-5`;
    case "weekly":
      return `${minute} ${hour} * * ${weekday}`;
    case "cron":
      return cron;
  }
}

/** The choice that a cron line stands for: the way back from the line to the form. */
export function rhythmOf(cron: string): Rhythm {
  const own = { rhythm: "cron", time: "08:00", weekday: 1, cron } as const;
  const [, minute, hour, day] = /^(\d{1,2}) (\d{1,2}|\*) \* \* (\*|[0-6]|1-5)$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined || day === undefined) return own;
  const time = `${hour.replace("*", "0").padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (hour === "*") return day === "*" ? { ...own, rhythm: "hourly", time } : own;
  if (day === "*") return { ...own, rhythm: "daily", time };
  if (day === "1-5") return { ...own, rhythm: "weekdays", time };
  return { ...own, rhythm: "weekly", time, weekday: Number(day) };
}

function isTimeZone(name: string): boolean {
  return name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name);
}
