import { expect, test, vi } from "vitest";
import { cronProblem, nextTimes } from "@/lib/runs/cron";
import { rhythmOf, scheduleForm } from "@/lib/runs/fields";
import { rhythmWords } from "@/lib/runs/sentences";

const form = { assignmentId: "a", timeZone: "Europe/Berlin", time: "08:05", weekday: "3", cron: "" };

test.each([
  ["hourly", "5 * * * *", "each hour at :05"],
  ["daily", "5 8 * * *", "each day at 08:05, Europe/Berlin"],
  ["weekdays", "5 8 * * 1-5", "Monday to Friday at 08:05, Europe/Berlin"],
  ["weekly", "5 8 * * 3", "each Wednesday at 08:05, Europe/Berlin"],
])("%s is %s, and reads “%s”", (rhythm, cron, words) => {
  expect(scheduleForm.parse({ ...form, rhythm }).cron).toBe(cron);
  expect(rhythmWords(cron, "Europe/Berlin")).toBe(words);
  expect(scheduleForm.parse({ ...form, ...rhythmOf(cron) }).cron).toBe(cron);
  expect(rhythmOf(cron).rhythm).toBe(rhythm);
});

test.each(["0 9 1 */3 *", "5 * * * 1-5", "0 8 * * 7", "0 8,12 * * *"])(
  "%s is a line of one's own: it is shown, and edited, as it is written",
  (cron) => {
    expect(rhythmWords(cron, "UTC")).toBe(`cron ${cron}, UTC`);
    expect(rhythmOf(cron)).toMatchObject({ rhythm: "cron", cron });
  },
);

test("times follow the clock on the wall through a change to summer time", () => {
  const times = nextTimes(
    { cron: "0 8 * * *", timeZone: "Europe/Berlin" },
    new Date("2026-03-27T12:00:00Z"),
    3,
  );
  expect(times.map((at) => at.toISOString())).toEqual([
    "2026-03-28T07:00:00.000Z",
    "2026-03-29T06:00:00.000Z",
    "2026-03-30T06:00:00.000Z",
  ]);
});

test.each(["* * * * *", "*/2 * * * *", "every day", "0 8 * *", "0 0 8 * * *", "99 8 * * *"])(
  "%s is refused with a sentence",
  (cron) => {
    expect(cronProblem(cron, "UTC")).toMatch(/\.$/);
  },
);

test.each([
  ["0 0 31 2 *", "This never comes: its months don't have that day."],
  ["15 6 31 4,6 *", "This never comes: its months don't have that day."],
  ["0 0 32 2 *", "This is no cron line. Five fields, for example 30 8 * * 1 for Mondays at 8:30."],
  ["0 0 31 2 tuesday", "This is no cron line. Five fields, for example 30 8 * * 1 for Mondays at 8:30."],
])("%s is refused: %s", (cron, problem) => {
  expect(cronProblem(cron, "UTC")).toBe(problem);
});

test.each(["0-54 * * * *", "0-30 * * * *", "3,59 * * * *", "H/2 * * * *"])(
  "%s is refused whenever it is sent, also when its next two times are far enough apart",
  (cron) => {
    for (const minute of [0, 30, 53]) {
      const at = new Date(Date.UTC(2026, 0, 1, 10, minute, 30));
      vi.setSystemTime(at);
      expect(cronProblem(cron, "UTC")).toBe("Leave at least five minutes between two runs.");
    }
    vi.useRealTimers();
  },
);

test.each(["*/5 * * * *", "2,57 * * * *", "0 0 29 2 *"])("%s is a schedule", (cron) => {
  expect(cronProblem(cron, "UTC")).toBeNull();
});

test("a line that leaves something open falls due at the times that were shown, however often it is read", () => {
  const read = () => nextTimes({ cron: "H H H * *", timeZone: "UTC" }, new Date("2026-01-01T00:00:00Z"), 3);
  expect(new Set(Array.from({ length: 20 }, () => String(read()))).size).toBe(1);
});
