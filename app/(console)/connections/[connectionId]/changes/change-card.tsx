import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { CheckboxInput } from "@/components/forms/checkbox-field";
import { buttonClass } from "@/components/ui/button-class";
import { Mono } from "@/components/ui/code";
import { LineDiff, WordDiff } from "@/components/ui/diff";
import { ToolChip, type ToolTrait } from "@/components/ui/tool-chip";
import type { ToolChange } from "@/lib/tools/schema";
import type { Difference } from "./difference";
import type { ShownChange } from "./shown-changes";

type ChangeCardProps = ShownChange & { openHref: Route; mayAccept: boolean };

/** One change: what was reviewed against what the server says now. What is not shown is not chosen for accepting either. */
export function ChangeCard({ change, difference, openHref, mayAccept }: ChangeCardProps) {
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
              defaultChecked={difference !== null}
            />
            {title}
          </label>
        ) : (
          title
        )}
      </h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {difference === null ? (
          <div>
            <Link href={openHref} scroll={false} className={buttonClass("secondary")}>
              Show the difference
            </Link>
          </div>
        ) : (
          <Parts name={change.name} difference={difference} />
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

function Parts({ name, difference: { description, rest } }: { name: string; difference: Difference }) {
  return (
    <>
      {description.before !== description.after && (
        <Part title="Description">
          <WordDiff label={`Description of ${name}`} {...description} />
        </Part>
      )}
      {rest.before !== rest.after && (
        <Part title="Definition">
          <LineDiff label={`Definition of ${name}`} {...rest} />
        </Part>
      )}
    </>
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
      if (change.goesBack)
        return "The server describes it differently at different times, or to different people. Accept each description once.";
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
