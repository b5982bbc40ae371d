"use client";

import { lazy, Suspense, useState } from "react";
import { TextArea } from "@/components/forms/text-area";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { INSTRUCTIONS_MAX } from "@/lib/assignments/state";

// The Markdown reader is as large as the rest of the page; it comes when it is asked for.
const Instructions = lazy(async () => ({
  default: (await import("@/components/assignments/instructions")).Instructions,
}));

/** What is to be done, written on the left and previewed in place. */
export function InstructionsPane({ stored }: { stored: string }) {
  const [text, setText] = useState(stored);
  const [view, setView] = useState<"write" | "preview">("write");
  const note = `${text.length.toLocaleString("en")} of ${INSTRUCTIONS_MAX.toLocaleString("en")} characters, Markdown`;
  return (
    <section
      aria-label="Instructions"
      className="relative grid grid-cols-[minmax(0,1fr)] content-start gap-2"
    >
      <div className="absolute -top-2 right-0">
        <SegmentedControl
          name="instructionsView"
          label="Instructions"
          segments={[
            { value: "write", label: "Write" },
            { value: "preview", label: "Preview" },
          ]}
          value={view}
          onValueChange={setView}
        />
      </div>
      <div className={view === "write" ? "" : "hidden"}>
        <TextArea
          name="instructions"
          label="Instructions"
          hint={note}
          rows={16}
          defaultValue={stored}
          maxLength={INSTRUCTIONS_MAX}
          onValueChange={setText}
        />
      </div>
      {view === "preview" && (
        <>
          <p className="font-medium">Instructions</p>
          <div className="min-h-40 rounded-card border border-line bg-surface p-4">
            <Suspense fallback={<Skeleton shape="card" />}>
              <Instructions text={text} />
            </Suspense>
          </div>
        </>
      )}
    </section>
  );
}
