const UNITS = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago", "in 2 days". Two clocks may differ a little, so half a minute ahead is still "just now". */
export function relativeTime(date: Date, nowMs: number): string {
  const seconds = Math.round((date.getTime() - nowMs) / 1_000);
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  if (unit === undefined) return seconds > 30 ? "in a moment" : "just now";
  return relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** On the clock of UTC, or on the reader's own. */
export function exactTime(date: Date, clock: "UTC" | "local"): string {
  return exact[clock].format(date);
}

const EXACT = { dateStyle: "medium", timeStyle: "long" } as const;

const exact = {
  UTC: new Intl.DateTimeFormat("en-GB", { ...EXACT, timeZone: "UTC" }),
  local: new Intl.DateTimeFormat("en-GB", EXACT),
};

/** "Mon 23 Nov, 08:00" on the clock of a time zone, or on the reader's own. */
export function dayAndTime(date: Date, timeZone: string | undefined): string {
  return date.toLocaleString("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
