import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Meaning, meaningFill, meaningIcon, meaningInk } from "./meaning";

/** A state in a word, with the icon and the colour of what it means. */
export function Badge({ meaning, children }: { meaning: Meaning; children: ReactNode }) {
  const Icon = meaningIcon[meaning];
  return (
    <span className={`${BADGE} ${meaningFill[meaning]}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}

/** A count or a category; nothing is right or wrong about it. */
export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 items-center rounded-control border border-line bg-sunken px-1.5 text-meta whitespace-nowrap text-ink-soft tabular-nums">
      {children}
    </span>
  );
}

export type Standing = { word: string; meaning: Meaning; icon: LucideIcon };

/** How something stands that has states of its own, each with its word, icon and colour. The icon of work under way turns. */
export function StandingBadge({ word, meaning, icon: Icon }: Standing) {
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${meaningInk[meaning]}`}>
      <Icon aria-hidden className={`size-4 shrink-0 ${Icon === LoaderCircle ? "animate-spin" : ""}`} />
      {word}
    </span>
  );
}

const BADGE =
  "inline-flex h-5 items-center gap-1 rounded-control border px-1.5 text-meta font-medium whitespace-nowrap";
