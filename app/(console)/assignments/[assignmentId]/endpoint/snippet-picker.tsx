"use client";

import { useId, useState } from "react";
import { CodeBlock } from "@/components/ui/code";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { type Snippet, TOKEN_PLACE } from "./snippets";

/** The snippet of one host at a time. */
export function SnippetPicker({ snippets }: { snippets: readonly Snippet[] }) {
  // Two of these can be on one page, and radio buttons of one name are one group.
  const name = useId();
  const [host, setHost] = useState(snippets[0]?.host ?? "");
  const snippet = snippets.find((one) => one.host === host);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="overflow-x-auto">
        <SegmentedControl
          name={name}
          label="Where you use it"
          segments={snippets.map((one) => ({ value: one.host, label: one.host }))}
          value={host}
          onValueChange={setHost}
        />
      </div>
      {snippet && (
        <>
          <CodeBlock label={snippet.label} code={snippet.code} />
          <p className="text-small text-ink-soft">
            {snippet.code.includes(`Bearer ${TOKEN_PLACE}`) && "Put your token in the place of TOKEN. "}
            {snippet.note}
          </p>
        </>
      )}
    </div>
  );
}
