import { CircleAlert, CircleCheck, Clock, Info, type LucideIcon, ShieldAlert } from "lucide-react";

/** The four things a colour may say here, and the one that says nothing. */
export type Meaning = "good" | "waiting" | "broken" | "held" | "neutral";

export const meaningIcon: Record<Meaning, LucideIcon> = {
  good: CircleCheck,
  waiting: Clock,
  broken: CircleAlert,
  held: ShieldAlert,
  neutral: Info,
};

export const meaningInk: Record<Meaning, string> = {
  good: "text-good",
  waiting: "text-waiting",
  broken: "text-broken",
  held: "text-held",
  neutral: "text-ink-soft",
};

export const meaningFill: Record<Meaning, string> = {
  good: "border-good-line bg-good-soft text-good",
  waiting: "border-waiting-line bg-waiting-soft text-waiting",
  broken: "border-broken-line bg-broken-soft text-broken",
  held: "border-held-line bg-held-soft text-held",
  neutral: "border-line bg-sunken text-ink-soft",
};
