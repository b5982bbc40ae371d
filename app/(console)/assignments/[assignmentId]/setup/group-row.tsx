"use client";

import { ChevronRight } from "lucide-react";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Chip } from "@/components/ui/badge";
import type { SetupGroup } from "@/lib/assignments/schema";
import { lacksSignIn } from "@/lib/assignments/state";

type GroupRowProps = {
  group: SetupGroup;
  open: boolean;
  picked: number;
  tabIndex: number;
  onToggle: () => void;
};

/** A connection as the heading of its tools, with the reader's own sign-in to it. */
export function GroupRow({ group, open, picked, tabIndex, onToggle }: GroupRowProps) {
  return (
    <button
      type="button"
      data-stop
      tabIndex={tabIndex}
      aria-expanded={open}
      onClick={onToggle}
      className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas px-3 py-2 text-left -outline-offset-2 hover:bg-hover max-sm:min-h-11"
    >
      <ChevronRight aria-hidden className={`size-4 shrink-0 text-ink-faint ${open ? "rotate-90" : ""}`} />
      <span className="min-w-0 font-medium [overflow-wrap:anywhere] max-sm:flex-1">{group.name}</span>
      <span className="min-w-0 flex-1 truncate font-mono text-meta text-ink-faint max-sm:hidden">
        {group.host}
      </span>
      <span className="inline-flex items-center text-small">
        <StateBadge state={group.signIn.state} />
      </span>
      <Chip>{countWords(group, picked)}</Chip>
    </button>
  );
}

function countWords(group: SetupGroup, picked: number): string {
  if (group.tools.length > 0) return `${picked} of ${group.tools.length} picked`;
  return lacksSignIn(group) ? "Sign in to see its tools" : "No tools";
}
