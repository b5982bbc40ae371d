import type { ComponentProps, ReactNode } from "react";

type IconButtonProps = Omit<ComponentProps<"button">, "className" | "type" | "children" | "aria-label"> & {
  label: string;
  icon: ReactNode;
};

/** A quiet square button; its label is read aloud and shown on hover. */
export function IconButton({ label, icon, ...button }: IconButtonProps) {
  return (
    <button
      {...button}
      type="button"
      aria-label={label}
      title={label}
      className="inline-grid size-8 max-sm:size-10 shrink-0 place-items-center rounded-control text-ink-soft transition-colors enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-55 data-[state=open]:bg-hover [&_svg]:size-4"
    >
      {icon}
    </button>
  );
}
