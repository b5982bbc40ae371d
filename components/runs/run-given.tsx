import { Chip } from "@/components/ui/badge";
import { Mono } from "@/components/ui/code";
import { Disclosure } from "@/components/ui/disclosure";
import { Prose } from "@/components/ui/prose";
import { visible } from "@/components/ui/visible";
import type { RunTool } from "@/lib/runs/schema";
import type { RunState } from "@/lib/runs/state";

type RunGivenProps = { start: NonNullable<RunState["start"]> };

/** What the run was given when it began: a later change of the assignment is not in it. */
export function RunGiven({ start: { model, instructions, tools, offer } }: RunGivenProps) {
  return (
    <Disclosure
      summary={`${model} with ${tools.length} ${tools.length === 1 ? "tool" : "tools"}`}
      initially="closed"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card border border-line bg-surface p-4">
        {instructions.trim() !== "" && <Prose text={instructions} />}
        <ul className="grid gap-1.5">
          {tools.map((tool) => (
            <ToolRow key={tool.toolId} tool={tool} />
          ))}
        </ul>
        {offer === "search" && (
          <p className="text-small text-ink-soft">
            These are too many to show a model at once, so it finds them by searching.
          </p>
        )}
      </div>
    </Disclosure>
  );
}

function ToolRow({ tool: { connection, tool, mode } }: { tool: RunTool }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small">
      <span className="text-ink-soft">{connection}</span>
      <Mono>{visible(tool)}</Mono>
      {mode === "ask" && <Chip>Ask</Chip>}
    </li>
  );
}
