"use client";

import { useSyncExternalStore } from "react";
import { dayAndTime, exactTime, relativeTime } from "./time-words";

/**
 * When something happened or will, in words, with the exact time on hover. The
 * server speaks of UTC, the browser of the reader's own clock; the words are
 * allowed to differ while the page wakes up.
 */
export function Time({ at }: { at: Date | string }) {
  const now = useSyncExternalStore(subscribe, readNow, () => null);
  const date = new Date(at);
  return (
    <Moment date={date} now={now}>
      {relativeTime(date, now ?? Date.now())}
    </Moment>
  );
}

/** The day and the time of something that these tell from others like it. */
export function DayAndTime({ at }: { at: Date | string }) {
  const now = useSyncExternalStore(subscribe, readNow, () => null);
  const date = new Date(at);
  return (
    <Moment date={date} now={now}>
      {dayAndTime(date, now === null ? "UTC" : undefined)}
    </Moment>
  );
}

function Moment({ date, now, children }: { date: Date; now: number | null; children: string }) {
  return (
    <time
      dateTime={date.toISOString()}
      title={exactTime(date, now === null ? "UTC" : "local")}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {children}
    </time>
  );
}

const TURN_MS = 30_000;
let turnedAt = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Every time on the page turns over with one timer. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(turn, TURN_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function turn(): void {
  for (const listener of listeners) listener();
}

/** The same moment for everyone who asks within one turn. */
function readNow(): number {
  const now = Date.now();
  if (now - turnedAt >= TURN_MS) turnedAt = now;
  return turnedAt;
}
