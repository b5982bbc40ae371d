"use client";

import { useSyncExternalStore } from "react";
import { exactTime, relativeTime } from "./time-words";

/**
 * When something happened or will, in words, with the exact time on hover. The
 * server speaks of UTC, the browser of the reader's own clock; the words are
 * allowed to differ while the page wakes up.
 */
export function Time({ at }: { at: Date | string }) {
  const now = useSyncExternalStore(subscribe, readMinute, () => null);
  const date = new Date(at);
  return (
    <time
      dateTime={date.toISOString()}
      title={exactTime(date, now === null ? "UTC" : undefined)}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {relativeTime(date, now ?? Date.now())}
    </time>
  );
}

const MINUTE_MS = 60_000;
let minute = 0;

/** Every time on the page turns over with one timer. */
function subscribe(turn: () => void): () => void {
  const timer = setInterval(turn, MINUTE_MS / 2);
  return () => clearInterval(timer);
}

function readMinute(): number {
  const now = Date.now();
  if (now - minute >= MINUTE_MS / 2) minute = now;
  return minute;
}
