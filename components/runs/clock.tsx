"use client";

import { useEffect, useState } from "react";
import { clockWords } from "./clock-words";
import { useStream } from "./stream-state";

/**
 * Time that goes on by itself from what the server last knew, and stands still while nothing is heard of it.
 * Give it that time as its key too, so that it begins anew.
 */
export function Clock({ ms }: { ms: number }) {
  const [startedAt] = useState(() => performance.now());
  const [since, setSince] = useState(0);
  const [stream] = useStream();

  useEffect(() => {
    if (stream !== "open") return;
    const timer = setInterval(() => setSince(performance.now() - startedAt), 1_000);
    return () => clearInterval(timer);
  }, [startedAt, stream]);

  return <span aria-live="off">{clockWords(ms + since)}</span>;
}
