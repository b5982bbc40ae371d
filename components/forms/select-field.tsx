"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { FieldFrame, inputClass } from "./field-frame";

type SelectFieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  options: readonly { value: string; label: string }[];
  defaultValue: string;
  onValueChange?: (value: string) => void;
};

export function SelectField({ name, label, hint, options, defaultValue, onValueChange }: SelectFieldProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint}>
      {(control) => (
        <SelectInput
          {...control}
          options={options}
          defaultValue={defaultValue}
          onChange={(event) => onValueChange?.(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

type SelectInputProps = Omit<ComponentProps<"select">, "className" | "children"> &
  Pick<SelectFieldProps, "options">;

/** The bare list, where what it is for is said beside it. */
export function SelectInput({ options, ...native }: SelectInputProps) {
  return (
    <div className="relative">
      <select {...native} className={`${inputClass} h-9 max-sm:h-11 appearance-none pr-9`}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-ink-faint"
      />
    </div>
  );
}
