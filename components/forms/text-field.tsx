"use client";

import type { ComponentProps, ReactNode } from "react";
import { FieldFrame, inputClass } from "./field-frame";

type Native = Pick<
  ComponentProps<"input">,
  | "type"
  | "inputMode"
  | "placeholder"
  | "autoComplete"
  | "autoFocus"
  | "required"
  | "readOnly"
  | "maxLength"
  | "min"
  | "max"
  | "defaultValue"
>;
type TextFieldProps = Native & {
  name: string;
  label: string;
  hint?: ReactNode;
  /** Mono for what is read letter by letter: addresses, header names. */
  face?: "sans" | "mono";
  /** What is known to be wrong with it before it is sent. */
  problem?: string | undefined;
  onValueChange?: (value: string) => void;
};

export function TextField({
  name,
  label,
  hint,
  face = "sans",
  problem,
  onValueChange,
  ...input
}: TextFieldProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint} problem={problem}>
      {(control) => (
        <input
          {...input}
          {...control}
          spellCheck={face === "mono" ? false : undefined}
          onChange={(event) => onValueChange?.(event.currentTarget.value)}
          className={`${inputClass} h-9 read-only:bg-sunken max-sm:h-11 ${face === "mono" ? "font-mono text-small" : ""}`}
        />
      )}
    </FieldFrame>
  );
}
