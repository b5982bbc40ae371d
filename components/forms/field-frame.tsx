"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useFieldError } from "./action-form";

type FieldFrameProps = {
  name: string;
  label: string;
  hint: ReactNode;
  /** What is known to be wrong with it before it is sent. What the last attempt said comes first. */
  problem?: string | undefined;
  children: (control: ControlProps) => ReactNode;
};

/** What ties a control to its label, its hint and what is wrong with it. */
type ControlProps = {
  id: string;
  name: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
};

/** Label above, control, hint below; an error takes the hint's place. */
export function FieldFrame({ name, label, hint, problem, children }: FieldFrameProps) {
  const id = useId();
  const error = useFieldError(name) ?? problem;
  const note = error ?? hint;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        name,
        "aria-invalid": error === undefined ? undefined : true,
        "aria-describedby": note === undefined ? undefined : `${id}-note`,
      })}
      <FieldNote id={`${id}-note`} error={error} hint={hint} />
    </div>
  );
}

type FieldNoteProps = { id: string; error: string | undefined; hint: ReactNode };

export function FieldNote({ id, error, hint }: FieldNoteProps) {
  if (error !== undefined) {
    return (
      <p id={id} className="flex gap-1.5 text-small text-broken">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {error}
      </p>
    );
  }
  return hint === undefined ? null : (
    <div id={id} className="text-small text-ink-faint">
      {hint}
    </div>
  );
}

/** The look of everything that is typed into. */
export const inputClass =
  "w-full min-w-0 rounded-control border border-control bg-surface px-2.5 text-body max-sm:text-section transition-colors hover:border-ink-faint focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-[invalid]:border-broken aria-[invalid]:focus-visible:outline-broken disabled:opacity-55";
