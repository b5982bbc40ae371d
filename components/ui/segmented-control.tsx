"use client";

import type { ReactNode } from "react";

type Segment<Value extends string> = { value: Value; label: string; icon?: ReactNode };
type SegmentedControlProps<Value extends string> = {
  name: string;
  /** What is being chosen, for who cannot see what stands beside. */
  label: string;
  segments: readonly Segment<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
};

/** One of two or three short words, such as Allow or Ask. Arrow keys move. */
export function SegmentedControl<Value extends string>({
  name,
  label,
  segments,
  value,
  onValueChange,
}: SegmentedControlProps<Value>) {
  return (
    <fieldset className="inline-flex max-w-full shrink-0 flex-wrap rounded-control border border-line bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className="inline-flex h-6 max-sm:h-9 items-center gap-1 rounded-[4px] border border-transparent px-2 text-meta font-medium whitespace-nowrap text-ink-soft transition-colors select-none hover:text-ink has-checked:border-line-strong has-checked:bg-raised has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-focus [&_svg]:size-3.5"
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onValueChange(segment.value)}
            className="sr-only"
          />
          {segment.icon}
          {segment.label}
        </label>
      ))}
    </fieldset>
  );
}
