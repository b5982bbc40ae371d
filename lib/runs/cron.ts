import "server-only";
import { type CronExpression, CronExpressionParser } from "cron-parser";

type Line = { cron: string; timeZone: string };

/** The next times a schedule falls due after `after`, at most so many. Throws when the line is no cron line. */
export function nextTimes(line: Line, after: Date, most: number): Date[] {
  const times = read(line, after);
  return Array.from({ length: most }, () => times.next().toDate());
}

/** Why a line can't be a schedule; null when it can. More often than every five minutes is a loop, not a schedule. */
export function cronProblem(cron: string, timeZone: string): string | null {
  if (cron.trim().split(/\s+/).length !== 5)
    return "Write five fields: minute, hour, day, month, day of the week.";
  try {
    const times = read({ cron, timeZone }, new Date());
    times.next();
    return isTooOften(times) ? "Leave at least five minutes between two runs." : null;
  } catch {
    return neverComes(cron)
      ? "This never comes: its months don't have that day."
      : "This is no cron line. Five fields, for example 30 8 * * 1 for Mondays at 8:30.";
  }
}

/** Of a line that can't be read: whether its day and its month are each fine, and only never meet. */
function neverComes(cron: string): boolean {
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/);
  const apart = [`${minute} ${hour} ${day} * ${weekday}`, `${minute} ${hour} * ${month} ${weekday}`];
  return apart.every(isLine);
}

function isLine(cron: string): boolean {
  try {
    read({ cron, timeZone: "UTC" }, new Date());
    return true;
  } catch {
    return false;
  }
}

/** Without a seed, what a line leaves open (`H`) would be another time each time it is read. */
function read({ cron, timeZone }: Line, currentDate: Date): CronExpression {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate, hashSeed: `${cron} ${timeZone}` });
}

/** By all minutes of the line, round the hour: its next two times say nothing about the others. */
function isTooOften({ fields }: CronExpression): boolean {
  const minutes: readonly number[] = fields.minute.values;
  const [first = 0] = minutes;
  return minutes.some((minute, place) => (minutes[place + 1] ?? first + 60) - minute < GAP_MIN);
}

const GAP_MIN = 5;
