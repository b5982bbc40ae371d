const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A cron line in words where it is one of the usual rhythms; else as it is written. */
export function rhythmWords(cron: string, timeZone: string): string {
  const [, minute, hour, rest] = /^(\d+) (\d+|\*) (\* \* (?:\*|\d|1-5))$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined || rest === undefined) return `cron ${cron}, ${timeZone}`;
  if (hour === "*") return `each hour at :${minute.padStart(2, "0")}`;
  return `${dayWords(rest.slice(4))} at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}, ${timeZone}`;
}

function dayWords(day: string): string {
  if (day === "*") return "each day";
  return day === "1-5" ? "Monday to Friday" : `each ${WEEKDAYS[Number(day)]}`;
}
