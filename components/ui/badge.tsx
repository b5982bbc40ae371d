import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CloudOff,
  Loader,
  type LucideIcon,
  RotateCcw,
} from "lucide-react";
import type { ReactNode } from "react";
import type { SignInState } from "@/lib/sign-ins/schema";
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

/** How a sign-in stands, in the same six words everywhere. */
export function StateBadge({ state }: { state: SignInState }) {
  const { word, meaning, icon: Icon } = SIGN_IN_STATES[state];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${meaningInk[meaning]}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {word}
    </span>
  );
}

const BADGE =
  "inline-flex h-5 items-center gap-1 rounded-control border px-1.5 text-meta font-medium whitespace-nowrap";

const SIGN_IN_STATES: Record<SignInState, { word: string; meaning: Meaning; icon: LucideIcon }> = {
  notSignedIn: { word: "Not signed in", meaning: "neutral", icon: CircleDashed },
  connecting: { word: "Connecting", meaning: "waiting", icon: Loader },
  connected: { word: "Connected", meaning: "good", icon: CircleCheck },
  needsReconnect: { word: "Needs reconnect", meaning: "waiting", icon: RotateCcw },
  unavailable: { word: "Unavailable", meaning: "broken", icon: CloudOff },
  error: { word: "Error", meaning: "broken", icon: CircleAlert },
};
