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
export function ButtonLink({ href, variant, icon, children }: LinkProps<Route>) {
  return (
    <Link href={href} className={buttonClass(variant)}>
      {icon}
      {children}
    </Link>
  );
}

/** A button that leaves the console, or that is answered by a route handler with a redirect. */
export function ButtonAnchor({ href, variant, icon, children }: LinkProps<string>) {
  return (
    <a href={href} className={buttonClass(variant)} rel="noreferrer">
      {icon}
      {children}
    </a>
  );
}

type LinkProps<Href> = { href: Href; variant: ButtonVariant; icon?: ReactNode; children: ReactNode };
