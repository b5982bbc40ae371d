"use client";

import type { ReactNode } from "react";
import { type ButtonVariant, buttonClass } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { useFormPending } from "./action-form";

type SubmitButtonProps = {
  variant?: ButtonVariant;
  /** Two buttons on one form are told apart by the name and value they send. */
  name?: string;
  value?: string;
  children: ReactNode;
};

/** Says what will happen. It keeps the focus while that happens, so it is never disabled. */
export function SubmitButton({ variant = "primary", name, value, children }: SubmitButtonProps) {
  const pending = useFormPending();
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-busy={pending}
      aria-disabled={pending || undefined}
      className={`${buttonClass(variant)} justify-self-start`}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}
