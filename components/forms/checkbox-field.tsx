"use client";

import { Check } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { useFieldError } from "./action-form";
import { FieldNote } from "./field-frame";

type ToggleFieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  /** What is sent when it is on; nothing is sent when it is off. */
  value?: string;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
};

export function CheckboxField(props: ToggleFieldProps) {
  return <ToggleField {...props} indent="pl-6.5" drawing={(control) => <CheckboxInput {...control} />} />;
}

/** A checkbox that looks like a switch: for what takes effect as a setting. */
export function SwitchField(props: ToggleFieldProps) {
  return <ToggleField {...props} indent="pl-9.5" drawing={(control) => <SwitchInput {...control} />} />;
}

function ToggleField({
  name,
  label,
  hint,
  value = "on",
  defaultChecked = false,
  onCheckedChange,
  indent,
  drawing,
}: ToggleFieldProps & { indent: string; drawing: (control: ComponentProps<"input">) => ReactNode }) {
  const id = useId();
  const error = useFieldError(name);
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="-my-1.5 flex w-fit gap-2.5 py-1.5">
        {drawing({
          id,
          name,
          value,
          defaultChecked,
          onChange: (event) => onCheckedChange?.(event.currentTarget.checked),
          "aria-invalid": error === undefined ? undefined : true,
          "aria-describedby": error === undefined && hint === undefined ? undefined : `${id}-note`,
        })}
        <span className="font-medium">{label}</span>
      </label>
      <div className={`${indent} empty:hidden`}>
        <FieldNote id={`${id}-note`} error={error} hint={hint} />
      </div>
    </div>
  );
}

/** The bare box, for lists that bring their own label. */
export function CheckboxInput(input: Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <span className="relative mt-0.5 inline-grid size-4 shrink-0 place-items-center">
      <input
        {...input}
        type="checkbox"
        className="peer size-4 appearance-none rounded-[4px] border border-control bg-surface transition-colors checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent aria-[invalid]:border-broken disabled:opacity-55"
      />
      <Check
        aria-hidden
        strokeWidth={3}
        className="pointer-events-none absolute size-3 text-on-accent opacity-0 peer-checked:opacity-100"
      />
      <span className="pointer-events-none absolute h-0.5 w-2 rounded-full bg-on-accent opacity-0 peer-indeterminate:opacity-100" />
    </span>
  );
}

/** The browser already says whether it is on. */
const SWITCH = { role: "switch" };

function SwitchInput(input: Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <span className="relative mt-0.5 inline-flex h-4 w-7 shrink-0">
      <input
        {...input}
        type="checkbox"
        {...SWITCH}
        className="peer h-4 w-7 appearance-none rounded-full border border-control bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-55"
      />
      <span className="pointer-events-none absolute top-1 left-1 size-2 rounded-full bg-control transition-transform peer-checked:translate-x-3 peer-checked:bg-on-accent" />
    </span>
  );
}
