"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

type RunWatcherProps = {
  /** Where the run's events come from. */
  source: Route;
  /** How many events the page was drawn with. */
  from: number;
};

/**
 * Follows a run that goes on: shows what the model is saying as it says it, and
 * has the page drawn anew when something has happened. A lost connection is made
 * again by the browser, from where it was.
 */
export function RunWatcher({ source, from }: RunWatcherProps) {
  const router = useRouter();
  const [saying, setSaying] = useState("");
  const [start] = useState(from);

  useEffect(() => {
    const events = new EventSource(`${source}?from=${start}`);
    events.addEventListener("saying", ({ data }: MessageEvent<string>) => {
      const news: { add?: string; instead?: string } = JSON.parse(data);
      setSaying((before) => news.instead ?? before + (news.add ?? ""));
    });
    events.addEventListener("entry", () => router.refresh());
    events.addEventListener("end", () => {
      events.close();
      router.refresh();
    });
    return () => events.close();
  }, [router, source, start]);

  return (
    <div aria-live="polite" className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">
      {saying}
    </div>
  );
}
