"use client";

import { lazy, Suspense, useId, useState } from "react";
import { inputClass } from "@/components/forms/field-frame";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { INSTRUCTIONS_MAX } from "@/lib/assignments/state";

// The Markdown reader is as large as the rest of the page; it comes when it is asked for.
const Prose = lazy(async () => ({
  default: (await import("@/components/ui/prose")).Prose,
}));

type InstructionsPaneProps = { text: string; onTextChange: (text: string) => void };

/** What is to be done, written and previewed in the same place. */
export function InstructionsPane({ text, onTextChange }: InstructionsPaneProps) {
  const id = useId();
  const [view, setView] = useState<"write" | "preview">("write");
  return (
    <section aria-label="Instructions" className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium">
          <label htmlFor={id}>Instructions</label>
        </h2>
        <SegmentedControl
          name="instructionsView"
          label="How the instructions are shown"
          segments={[
            { value: "write", label: "Write" },
            { value: "preview", label: "Preview" },
          ]}
          value={view}
          onValueChange={setView}
        />
      </div>
      {view === "write" ? (
        <>
          <textarea
            id={id}
            value={text}
            onChange={(event) => onTextChange(event.currentTarget.value)}
            rows={16}
            maxLength={INSTRUCTIONS_MAX}
            aria-describedby={`${id}-note`}
            className={`${inputClass} field-sizing-content max-h-[60vh] min-h-84 resize-y py-2`}
          />
          <p id={`${id}-note`} className="text-small text-ink-faint">
            {text.length.toLocaleString("en")} of {INSTRUCTIONS_MAX.toLocaleString("en")} characters, Markdown
          </p>
        </>
      ) : (
        <div className="min-h-40 rounded-card border border-line bg-surface p-4">
          <Suspense fallback={<Skeleton shape="card" />}>
            <Prose text={text} />
          </Suspense>
        </div>
      )}
    </section>
  );
}
