"use client";

import { type ReactNode, useId } from "react";
import { useFieldError } from "./action-form";
import { FieldNote } from "./field-frame";

type RadioOption = { value: string; label: string; description?: ReactNode };
type RadioGroupProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  options: readonly RadioOption[];
} & (
  | { defaultValue: string; onValueChange?: (value: string) => void }
  | { value: string; onValueChange: (value: string) => void }
);

/** One of a few, each with room to say what it means; that is read after its name, not as a part of it. */
export function RadioGroup({ name, label, hint, options, onValueChange, ...chosen }: RadioGroupProps) {
  const id = useId();
  const error = useFieldError(name);
  return (
    <fieldset
      aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-note`}
      data-invalid={error === undefined ? undefined : ""}
      className="grid min-w-0 gap-1.5"
    >
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="grid divide-y divide-line rounded-card border border-control bg-surface in-data-invalid:border-broken">
        {options.map((option, index) => (
          <label
            key={option.value}
            className="flex gap-2.5 px-3 py-2.5 transition-colors first:rounded-t-card last:rounded-b-card hover:bg-hover has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              aria-labelledby={`${id}-${index}-label`}
              aria-describedby={option.description === undefined ? undefined : `${id}-${index}-description`}
              {...checkedProps(chosen, option.value)}
              onChange={() => onValueChange?.(option.value)}
              className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-control bg-surface checked:border-5 checked:border-accent"
            />
            <span className="grid gap-0.5">
              <span id={`${id}-${index}-label`} className="font-medium">
                {option.label}
              </span>
              {option.description !== undefined && (
                <span id={`${id}-${index}-description`} className="text-small text-ink-soft">
                  {option.description}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
      <FieldNote id={`${id}-note`} error={error} hint={hint} />
    </fieldset>
  );
}

function checkedProps(chosen: { value: string } | { defaultValue: string }, value: string) {
  return "value" in chosen
    ? { checked: chosen.value === value }
    : { defaultChecked: chosen.defaultValue === value };
}
