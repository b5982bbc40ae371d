import type { ReactNode } from "react";
import { CheckboxInput } from "@/components/forms/checkbox-field";
import { Mono } from "@/components/ui/code";
import { LineDiff, WordDiff } from "@/components/ui/diff";
import { ToolChip, type ToolTrait } from "@/components/ui/tool-chip";
import type { ToolChange } from "@/lib/tools/schema";
import { differenceOf } from "./difference";

/** One change: what was reviewed against what the server says now. */
export function ChangeCard({ change, mayAccept }: { change: ToolChange; mayAccept: boolean }) {
  const { description, rest } = differenceOf(change);
  const title = (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-medium">
        <Mono>{change.name}</Mono>
      </span>
      <ToolChip trait={TRAITS[change.kind]} />
      <span className="text-small text-ink-soft">{wordsOf(change)}</span>
    </span>
  );
  return (
    <article className="overflow-hidden rounded-card border border-line bg-surface">
      <h2 className="border-b border-line bg-canvas px-4 py-3">
        {mayAccept ? (
          <label htmlFor={`accept-${change.toolId}`} className="flex gap-2.5">
            <CheckboxInput
              id={`accept-${change.toolId}`}
              name="accepted"
              value={`${change.toolId}:${change.seen ?? "gone"}`}
              defaultChecked
            />
            {title}
          </label>
        ) : (
          title
        )}
      </h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {description.before !== description.after && (
          <Part title="Description">
            <WordDiff label={`Description of ${change.name}`} {...description} />
          </Part>
        )}
        {rest.before !== rest.after && (
          <Part title="Definition">
            <LineDiff label={`Definition of ${change.name}`} {...rest} />
          </Part>
        )}
        {change.kind === "gone" && (
          <p className="text-small text-ink-soft">
            Accepting removes it from the catalogue. Assignments that picked it are told so.
          </p>
        )}
      </div>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="text-small font-medium text-ink-soft">{title}</h3>
      {children}
    </div>
  );
}

const TRAITS: Record<ToolChange["kind"], ToolTrait> = {
  new: "new",
  changed: "changed",
  renamed: "changed",
  gone: "gone",
};

function wordsOf(change: ToolChange): ReactNode {
  switch (change.kind) {
    case "new":
      return "The server offers it now.";
    case "changed":
      return "The server changed its definition.";
    case "renamed":
      return (
        <>
          The server renamed it from <Mono>{change.from}</Mono>. Picks go over to the new name.
        </>
      );
    case "gone":
      return "The server no longer offers it.";
  }
}
