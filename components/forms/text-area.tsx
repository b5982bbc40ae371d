"use client";

import type { ComponentProps, ReactNode } from "react";
import { FieldFrame, inputClass } from "./field-frame";

type TextAreaProps = Pick<
  ComponentProps<"textarea">,
  "placeholder" | "required" | "maxLength" | "defaultValue" | "rows"
> & {
  name: string;
  label: string;
  hint?: ReactNode;
  face?: "sans" | "mono";
  onValueChange?: (value: string) => void;
};

/** Grows with what is written in it, from `rows` up. */
export function TextArea({
  name,
  label,
  hint,
  face = "sans",
  rows = 4,
  onValueChange,
  ...area
}: TextAreaProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint}>
      {(control) => (
        <textarea
          {...area}
          {...control}
          rows={rows}
          style={{ minHeight: `${rows * 1.25 + 1.125}rem` }}
          spellCheck={face === "mono" ? false : undefined}
          onChange={(event) => onValueChange?.(event.currentTarget.value)}
          className={`${inputClass} field-sizing-content max-h-[60vh] resize-y py-2 ${face === "mono" ? "font-mono text-small" : ""}`}
        />
      )}
    </FieldFrame>
  );
}
