import "server-only";
import { CronExpressionParser } from "cron-parser";

/** The next times a schedule falls due after `after`, at most so many. Throws when the line is no cron line. */
export function nextTimes(
  { cron, timeZone }: { cron: string; timeZone: string },
  after: Date,
  most: number,
): Date[] {
  const times = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
  return Array.from({ length: most }, () => times.next().toDate());
}

/** Why a line can't be a schedule; null when it can. More often than every five minutes is a loop, not a schedule. */
export function cronProblem(cron: string, timeZone: string): string | null {
  if (cron.trim().split(/\s+/).length !== 5)
    return "Write five fields: minute, hour, day, month, day of the week.";
  try {
    const [first, second] = nextTimes({ cron, timeZone }, new Date(), 2);
    const gapMs = (second?.getTime() ?? 0) - (first?.getTime() ?? 0);
    return gapMs < GAP_MIN_MS ? "Leave at least five minutes between two runs." : null;
  } catch {
    return "This is no cron line. Five fields, for example 30 8 * * 1 for Mondays at 8:30.";
  }
}

const GAP_MIN_MS = 5 * 60_000;
