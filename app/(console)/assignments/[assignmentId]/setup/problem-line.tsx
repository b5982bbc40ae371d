"use client";

import { ShieldAlert } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import type { PickProblem, SetupGroup, SetupTool } from "@/lib/assignments/schema";
import { problemWords } from "@/lib/assignments/sentences";
import { routes } from "@/lib/routes";
import type { Picks } from "./use-draft";

type ProblemLineProps = {
  group: SetupGroup;
  tool: SetupTool;
  problem: PickProblem;
  picks: Picks;
  mayReview: boolean;
};

/** Why a picked tool can't be called, with the button that mends it. */
export function ProblemLine({ group, tool, problem, picks, mayReview }: ProblemLineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 pl-6.5">
      <p className="flex flex-1 basis-56 gap-1.5 text-small text-held">
        <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {problemWords[problem]}
      </p>
      {problem === "held" && mayReview && (
        <ButtonLink href={routes.connectionChanges(group.connectionId)} variant="secondary">
          Review changes
        </ButtonLink>
      )}
      {problem === "moved" && (
        <Button variant="secondary" onClick={() => picks.renew(tool)}>
          Pick it as it is now
        </Button>
      )}
      {(problem === "gone" || problem === "unusable") && (
        <Button variant="secondary" onClick={() => picks.toggle(tool)}>
          Remove pick
        </Button>
      )}
    </div>
  );
}
