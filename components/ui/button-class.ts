export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

/** One look for everything that is pressed, whichever element it has to be. */
export function buttonClass(variant: ButtonVariant): string {
  return `${BASE} ${LOOK[variant]}`;
}

const BASE =
  "inline-flex h-8 max-sm:h-10 shrink-0 items-center justify-center gap-1.5 rounded-control border px-3 text-small font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 aria-busy:opacity-80 [&_svg]:size-4 [&_svg]:shrink-0";

const LOOK: Record<ButtonVariant, string> = {
  primary:
    "border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover [a]:hover:bg-accent-hover",
  secondary:
    "border-line-strong bg-surface text-ink enabled:hover:bg-hover [a]:hover:bg-hover data-[state=open]:bg-hover",
  quiet:
    "border-transparent text-ink-soft enabled:hover:bg-hover enabled:hover:text-ink [a]:hover:bg-hover [a]:hover:text-ink data-[state=open]:bg-hover",
  danger:
    "border-transparent bg-danger text-on-danger enabled:hover:bg-danger-hover [a]:hover:bg-danger-hover",
};
