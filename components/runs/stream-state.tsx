"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

/** `lost`: it broke off a while ago, and the browser tries again. `refused`: the browser would not try again by itself. */
export type Stream = "open" | "lost" | "refused";

type Known = readonly [stream: Stream, setStream: (stream: Stream) => void];

const StreamContext = createContext<Known>(["open", () => {}]);

/** Holds how the run's stream stands, for everything on the page that goes on by itself only while there is one. */
export function StreamState({ children }: { children: ReactNode }) {
  return <StreamContext value={useState<Stream>("open")}>{children}</StreamContext>;
}

export function useStream(): Known {
  return useContext(StreamContext);
}
