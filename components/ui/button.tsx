import type { UrlObject } from "node:url";
import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonVariant, buttonClass } from "./button-class";

type Native = Pick<
  ComponentProps<"button">,
  "onClick" | "name" | "value" | "form" | "formAction" | "disabled" | "autoFocus" | "ref" | "aria-describedby"
>;

type ButtonProps = Native & {
  variant: ButtonVariant;
  icon?: ReactNode;
  children: ReactNode;
};

/** A button that acts on this page. In a form, use SubmitButton. */
export function Button({ variant, icon, children, ...button }: ButtonProps) {
  return (
    <button {...button} type="button" className={buttonClass(variant)}>
      {icon}
      {children}
    </button>
  );
}

/** A button that goes somewhere in the console. */
export function ButtonLink({ href, variant, icon, children }: LinkProps) {
  return (
    <Link href={href} className={buttonClass(variant)}>
      {icon}
      {children}
    </Link>
  );
}

type LinkProps = { href: Route | UrlObject; variant: ButtonVariant; icon?: ReactNode; children: ReactNode };
