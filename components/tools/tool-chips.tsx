import { ToolChip, type ToolTrait } from "@/components/ui/tool-chip";
import type { ToolHints, ToolStatus } from "@/lib/tools/schema";

/** What a tool says it does, and whether it may be called. */
export function ToolChips({ hints, status }: { hints: ToolHints; status: ToolStatus }) {
  return (
    <span className="flex flex-wrap gap-1.5">
      {status !== "ready" && <ToolChip trait={status} />}
      <ToolChip trait={hintTrait(hints)} />
    </span>
  );
}

function hintTrait({ reads, destroys }: ToolHints): ToolTrait {
  if (destroys) return "destructive";
  return reads ? "reads" : "writes";
}
