"use client";

import { useEffect, useState } from "react";
import { clockWords } from "./clock-words";

/** Time that goes on by itself from what the server last knew. Give it that time as its key too, so that it begins anew. */
export function Clock({ ms }: { ms: number }) {
  const [since, setSince] = useState(0);

  useEffect(() => {
    const startedAt = performance.now();
    const timer = setInterval(() => setSince(performance.now() - startedAt), 1_000);
    return () => clearInterval(timer);
  }, []);

  return <span aria-live="off">{clockWords(ms + since)}</span>;
}
