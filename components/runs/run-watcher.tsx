"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { type Stream, useStream } from "./stream-state";

type RunWatcherProps = {
  /** Where the run's events come from. */
  source: Route;
  /** How many events the page was drawn with. */
  drawn: number;
  /** What to say while the model says nothing; null when a person is waited for. */
  idle: string | null;
};

/**
 * Follows a run that goes on: shows what the model is saying as it says it, and
 * has the page drawn anew when something has happened. A lost connection is made
 * again by the browser, from where it was, and is said once that takes a while.
 */
export function RunWatcher({ source, drawn, idle }: RunWatcherProps) {
  const router = useRouter();
  const [saying, setSaying] = useState(SILENCE);
  const [from] = useState(drawn);
  const [stream, setStream] = useStream();
  const noteEnd = useEnd(`${saying.text} ${drawn}`);
  const prepare = useEffectEvent(noteEnd);

  useEffect(() => {
    let seen = from;
    let events: EventSource;
    let drawing: ReturnType<typeof setTimeout> | undefined;
    let trying: ReturnType<typeof setTimeout> | undefined;
    let losing: ReturnType<typeof setTimeout> | undefined;
    const redraw = () => {
      drawing ??= setTimeout(() => {
        drawing = undefined;
        router.refresh();
      }, TOGETHER_MS);
    };
    const follow = () => {
      events = new EventSource(`${source}?from=${seen}`);
      events.addEventListener("open", () => {
        clearTimeout(losing);
        losing = undefined;
        setStream("open");
      });
      events.addEventListener("saying", ({ data }: MessageEvent<string>) => {
        const news: News = JSON.parse(data);
        prepare();
        setSaying((before) => heard(before, news, seen));
      });
      events.addEventListener("entry", ({ lastEventId }: MessageEvent<string>) => {
        seen = Number(lastEventId) + 1;
        prepare();
        redraw();
      });
      events.addEventListener("end", () => {
        events.close();
        redraw();
      });
      // The browser gives up by itself only when it is refused: after a log-out, which the page then says,
      // by a proxy whose console is away, or when this person follows too many runs.
      events.addEventListener("error", () => {
        if (events.readyState !== EventSource.CLOSED) {
          losing ??= setTimeout(() => setStream("lost"), LOST_MS);
          return;
        }
        clearTimeout(losing);
        losing = undefined;
        setStream("refused");
        redraw();
        trying = setTimeout(follow, REFUSED_MS);
      });
    };
    follow();
    return () => {
      events.close();
      clearTimeout(drawing);
      clearTimeout(trying);
      clearTimeout(losing);
    };
  }, [router, source, from, setStream]);

  const text = saying.until !== null && drawn >= saying.until ? "" : saying.text;
  return (
    <>
      {stream !== "refused" && text !== "" && (
        <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
      )}
      {stream === "open" && text === "" && idle !== null && (
        <p className="flex items-center gap-2 text-ink-faint">
          <Spinner />
          {idle}
        </p>
      )}
      <div role="status" className="empty:sr-only">
        <Trouble stream={stream} />
      </div>
    </>
  );
}

function Trouble({ stream }: { stream: Stream }) {
  if (stream === "open") return null;
  if (stream === "lost") return <p className="text-ink-faint">Connection lost. Trying again…</p>;
  return (
    <Notice meaning="waiting" title="This page does not follow the run just now.">
      The run goes on, and the page tries again every few seconds. If you have many runs open, close some.
    </Notice>
  );
}

/** Words stay until the page has been drawn with the event that holds them, or new ones begin. */
type Saying = { text: string; until: number | null };

const SILENCE: Saying = { text: "", until: null };

type News = { add: string } | { instead: string };

function heard(before: Saying, news: News, seen: number): Saying {
  if ("add" in news) return { text: (before.until === null ? before.text : "") + news.add, until: null };
  return news.instead === "" ? { ...before, until: seen } : { text: news.instead, until: null };
}

/** Events that come together are one drawing. */
const TOGETHER_MS = 60;

/** A connection that is back sooner was hardly missed. */
const LOST_MS = 3_000;

/** After how long it tries again where it was refused. */
const REFUSED_MS = 5_000;

const NEAR_PX = 120;

/** Whoever reads at the end stays at the end when something is added; whoever reads further up is left alone. */
function useEnd(shown: string): () => void {
  const isAtEnd = useRef(false);
  useLayoutEffect(() => {
    if (shown && isAtEnd.current) window.scrollTo({ top: document.documentElement.scrollHeight });
  }, [shown]);
  return () => {
    const { scrollHeight } = document.documentElement;
    isAtEnd.current = scrollHeight - window.innerHeight - window.scrollY < NEAR_PX;
  };
}
