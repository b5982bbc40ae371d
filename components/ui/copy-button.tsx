"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** Copies `text`; `what` names it to who cannot see what stands beside. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  return (
    <button
      type="button"
      aria-label={`Copy ${what}`}
      title="Copy"
      onClick={() => copy(text).then(setOutcome)}
      className="inline-flex h-7 max-sm:h-10 shrink-0 items-center gap-1.5 rounded-control px-2 text-meta text-ink-soft transition-colors hover:bg-hover hover:text-ink -outline-offset-2"
    >
      {outcome === "copied" ? (
        <Check aria-hidden className="size-3.5" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
      <span aria-live="polite">{WORDS[outcome]}</span>
    </button>
  );
}

const WORDS = { idle: "Copy", copied: "Copied", refused: "Select and copy it by hand" } as const;

/** Browsers offer the clipboard only to secure pages and may refuse it even there. */
function copy(text: string): Promise<"copied" | "refused"> {
  if (navigator.clipboard === undefined) return Promise.resolve("refused");
  return navigator.clipboard.writeText(text).then(
    () => "copied",
    () => "refused",
  );
}
