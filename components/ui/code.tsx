import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { ScrollRegion } from "./scroll-region";

/** An address, a header name, a tool name: read letter by letter. */
export function Mono({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.93em] [overflow-wrap:anywhere]">{children}</code>;
}

/** Text to take away whole, such as a snippet or JSON. Long lines wrap: what is approved must not hide behind an edge. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-sunken">
      <figcaption className="flex h-9 max-sm:h-11 items-center justify-between border-b border-line pr-1 pl-3 text-meta text-ink-soft">
        {label}
        <CopyButton text={code} what={label} />
      </figcaption>
      <ScrollRegion label={label}>
        <pre className="p-3 font-mono text-meta whitespace-pre-wrap [overflow-wrap:anywhere]">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </figure>
  );
}

/** One line to take away, such as an address. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-2 rounded-control border border-line bg-sunken pl-2.5">
      <span className="min-w-0 truncate font-mono text-small" title={text}>
        {text}
      </span>
      <CopyButton text={text} what={label} />
    </div>
  );
}
