import { Chip } from "@/components/ui/badge";
import { CardList } from "@/components/ui/card";
import { Mono } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/page";
import { ASK_WORDS } from "@/lib/assignments/sentences";
import type { EndpointTool } from "@/lib/endpoint/schema";

/** What the tools are called here: not by their plain names, which connections may share. */
export function ToolNames({ tools }: { tools: readonly EndpointTool[] }) {
  if (tools.length === 0) return null;
  return (
    <Section title="Tools" sentence="The names to call them by: the connection first, then the tool.">
      <CardList>
        {tools.map(({ name, mode }) => (
          <li key={name} className="flex items-center gap-3 py-1 pr-1 pl-4 text-small">
            <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
              <Mono>{name}</Mono>
              {mode === "ask" && <Chip>Ask</Chip>}
            </span>
            <CopyButton text={name} what={name} />
          </li>
        ))}
      </CardList>
      {tools.some(({ mode }) => mode === "ask") && (
        <p className="max-w-prose text-small text-ink-soft">Ask: {ASK_WORDS}</p>
      )}
    </Section>
  );
}
