import { CardList } from "@/components/ui/card";
import { Mono } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/page";
import { ASK_WORDS } from "@/lib/assignments/sentences";
import type { EndpointTool } from "@/lib/endpoint/schema";

/** What the tools are called here: not by their plain names, which connections may share. */
export function ToolNames({ tools }: { tools: readonly EndpointTool[] }) {
  const callable = tools.filter(({ mode }) => mode === "allow");
  const asking = tools.length - callable.length;
  if (tools.length === 0) return null;
  return (
    <Section title="Tools" sentence="The names to call them by: the connection first, then the tool.">
      {callable.length > 0 && (
        <CardList>
          {callable.map(({ name }) => (
            <li key={name} className="flex items-center justify-between gap-3 py-1 pr-1 pl-4 text-small">
              <Mono>{name}</Mono>
              <CopyButton text={name} what={name} />
            </li>
          ))}
        </CardList>
      )}
      {asking > 0 && (
        <p className="max-w-prose text-small text-ink-soft">
          {asking === 1 ? "1 tool is" : `${asking} tools are`} set to Ask: {ASK_WORDS}
        </p>
      )}
    </Section>
  );
}
