import { expect, test } from "vitest";
import { exactTime, relativeTime } from "@/components/ui/time-words";

const NOW_MS = Date.UTC(2026, 4, 20, 12, 0, 0);

test.each([
  [0, "just now"],
  [-59, "just now"],
  [20, "just now"],
  [50, "in a moment"],
  [-60, "1 minute ago"],
  [-59 * 60, "59 minutes ago"],
  [-3_600, "1 hour ago"],
  [-86_400, "yesterday"],
  [2 * 86_400, "in 2 days"],
  [-21 * 86_400, "3 weeks ago"],
  [-800 * 86_400, "2 years ago"],
])("%i seconds from now is %s", (seconds, words) => {
  expect(relativeTime(new Date(NOW_MS + seconds * 1_000), NOW_MS)).toBe(words);
});

test("the exact time says whose clock it is", () => {
  expect(exactTime(new Date(NOW_MS), "UTC")).toBe("20 May 2026, 12:00:00 UTC");
});
