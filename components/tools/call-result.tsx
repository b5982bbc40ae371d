import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { numbered } from "@/components/ui/numbered";
import type { TriedCall } from "@/lib/tools/schema";
import { ContentPart } from "./content-part";
import { isSaidTwice } from "./said-twice";

/** What a call came to. Everything in it was written by the server and is drawn as text. */
export function CallResult({ call }: { call: Exclude<TriedCall, { kind: "asks" }> }) {
  if (call.kind === "failed") return <Notice meaning="broken" title={call.sentence} />;
  const { content, structured, isError, durationMs, raw } = call;
  const parts = structured !== null && isSaidTwice(content, structured) ? [] : content;
  return (
    <section aria-label="Result" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-3">
        {isError ? (
          <Badge meaning="broken">The tool reports an error</Badge>
        ) : (
          <Badge meaning="good">Answered</Badge>
        )}
        <span className="text-small text-ink-faint tabular-nums">{durationMs} ms</span>
      </div>
      {numbered(parts).map(({ key, item: part }) => (
        <ContentPart key={key} part={part} />
      ))}
      {structured !== null && (
        <CodeBlock label="Structured result" code={JSON.stringify(structured, null, 2)} />
      )}
      {content.length === 0 && structured === null && (
        <p className="text-ink-soft">The tool answered with nothing.</p>
      )}
      <Disclosure summary="Raw exchange" initially="closed">
        <CodeBlock label="Raw exchange" code={raw} />
      </Disclosure>
    </section>
  );
}
