"use client";

import { useId } from "react";
import { CheckboxInput } from "@/components/forms/checkbox-field";
import { ToolChips } from "@/components/tools/tool-chips";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { SetupGroup, SetupTool } from "@/lib/assignments/schema";
import { ASK_WORDS } from "@/lib/assignments/sentences";
import { pickProblem } from "@/lib/assignments/state";
import { ProblemLine } from "./problem-line";
import type { Picks } from "./use-draft";

type ToolRowProps = {
  group: SetupGroup;
  tool: SetupTool;
  picks: Picks;
  tabIndex: number;
  mayReview: boolean;
};

/** A tool: whether it is picked and how, what its server says it does, and what is in the way. */
export function ToolRow({ group, tool, picks, tabIndex, mayReview }: ToolRowProps) {
  const id = useId();
  const pick = picks.of(tool);
  const problem = pick ? pickProblem(tool, pick) : null;
  const isPickable = pick !== undefined || tool.mark !== null;
  return (
    <div className="grid gap-1.5 border-b border-line px-3 py-2 hover:bg-canvas">
      <div className="flex items-start gap-3">
        <label htmlFor={id} className={`flex min-w-0 flex-1 gap-2.5 ${isPickable ? "" : "opacity-70"}`}>
          <CheckboxInput
            id={id}
            data-stop
            tabIndex={tabIndex}
            checked={pick !== undefined}
            aria-labelledby={`${id}-name`}
            aria-describedby={`${id}-chips ${id}-line`}
            aria-disabled={!isPickable}
            onChange={() => picks.toggle(tool)}
          />
          <span className="grid min-w-0 flex-1 gap-0.5">
            <span className="flex flex-wrap items-center gap-1.5">
              <span id={`${id}-name`} className="font-mono text-small [overflow-wrap:anywhere]">
                {tool.name}
              </span>
              <span id={`${id}-chips`}>
                <ToolChips hints={tool.hints} status={tool.status} />
              </span>
            </span>
            <span id={`${id}-line`} className="text-small text-ink-soft max-sm:line-clamp-2 sm:truncate">
              {tool.line}
            </span>
          </span>
        </label>
        {pick && (
          <SegmentedControl
            name={`mode-${tool.id}`}
            label={`When ${tool.name} is called`}
            segments={[
              { value: "allow", label: "Allow" },
              { value: "ask", label: "Ask" },
            ]}
            value={pick.mode}
            onValueChange={(mode) => picks.setMode(tool, mode)}
          />
        )}
      </div>
      {pick?.mode === "ask" && (
        <p className="pl-6.5 text-meta text-ink-soft">
          <span className="font-medium">Ask:</span> {ASK_WORDS}
        </p>
      )}
      {problem && (
        <ProblemLine group={group} tool={tool} problem={problem} picks={picks} mayReview={mayReview} />
      )}
    </div>
  );
}
