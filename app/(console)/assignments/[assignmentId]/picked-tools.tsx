import { ListChecks, ShieldAlert } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { SignInWarning } from "@/components/sign-ins/sign-in-warning";
import { Chip } from "@/components/ui/badge";
import { CardList } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page";
import type { Setup, SetupGroup, SetupTool } from "@/lib/assignments/schema";
import { ASK_WORDS, problemWords } from "@/lib/assignments/sentences";
import { pickProblem, waitsForPerson } from "@/lib/assignments/state";

type PickedToolsProps = {
  setup: Setup;
  action?: ReactNode;
  /** Where one comes back to from a sign-in. */
  returnTo: Route;
};

/** What an assignment may use, for everyone who may call it, and what stands in the reader's way. */
export function PickedTools({ setup: { assignment, groups }, action, returnTo }: PickedToolsProps) {
  const picked = groups
    .map((group) => ({ ...group, tools: group.tools.filter((tool) => tool.pick !== null) }))
    .filter(({ tools }) => tools.length > 0);
  return (
    <Section title="Tools" action={action}>
      {picked.length === 0 && (
        <EmptyState icon={<ListChecks aria-hidden />} title="No tools are picked">
          {assignment.editable ? "Pick them in Setup." : `${assignment.author ?? "An admin"} can pick them.`}
        </EmptyState>
      )}
      {picked.filter(waitsForPerson).map((group) => (
        <SignInWarning
          key={group.connectionId}
          connectionId={group.connectionId}
          connection={group.name}
          signIn={group.signIn}
          returnTo={returnTo}
        />
      ))}
      {picked.length > 0 && (
        <CardList>
          {picked.flatMap((group) =>
            group.tools.map((tool) => <PickedTool key={tool.id} group={group} tool={tool} />),
          )}
        </CardList>
      )}
      {picked.some(({ tools }) => tools.some(isAsk)) && (
        <p className="max-w-prose text-small text-ink-soft">Ask: {ASK_WORDS}</p>
      )}
    </Section>
  );
}

function isAsk({ pick }: SetupTool): boolean {
  return pick?.mode === "ask";
}

function PickedTool({ group, tool }: { group: SetupGroup; tool: SetupTool }) {
  const problem = tool.pick && pickProblem(tool, tool.pick);
  return (
    <li className="grid gap-1 px-4 py-2">
      <div className="flex items-center justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <code className="font-mono text-small [overflow-wrap:anywhere]">{tool.name}</code>
          <span className="text-small text-ink-faint [overflow-wrap:anywhere]">{group.name}</span>
        </div>
        <Chip>{isAsk(tool) ? "Ask" : "Allow"}</Chip>
      </div>
      {problem && (
        <p className="flex gap-1.5 text-small text-held">
          <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {problemWords[problem]}
        </p>
      )}
    </li>
  );
}
