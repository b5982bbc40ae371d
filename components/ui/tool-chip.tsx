import { CircleSlash, Eye, type LucideIcon, Pencil, Plus, ShieldAlert, TriangleAlert } from "lucide-react";
import { type Meaning, meaningFill } from "./meaning";

/** What is worth knowing about a tool before it is picked or called. */
export function ToolChip({ trait }: { trait: ToolTrait }) {
  const { word, meaning, icon: Icon } = TRAITS[trait];
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 rounded-control border px-1.5 text-meta whitespace-nowrap ${meaningFill[meaning]}`}
    >
      <Icon aria-hidden className="size-3 shrink-0" />
      {word}
    </span>
  );
}

export type ToolTrait = keyof typeof TRAITS;

const TRAITS = {
  reads: { word: "Reads", meaning: "neutral", icon: Eye },
  writes: { word: "Writes", meaning: "neutral", icon: Pencil },
  destructive: { word: "Destructive", meaning: "broken", icon: TriangleAlert },
  new: { word: "New", meaning: "held", icon: Plus },
  changed: { word: "Changed", meaning: "held", icon: ShieldAlert },
  held: { word: "Held", meaning: "held", icon: ShieldAlert },
  gone: { word: "Gone", meaning: "broken", icon: CircleSlash },
  unusable: { word: "Unusable", meaning: "broken", icon: CircleSlash },
} as const satisfies Record<string, { word: string; meaning: Meaning; icon: LucideIcon }>;
