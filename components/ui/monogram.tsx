/** A tile with the first letter of a name, where a logo would be somebody else's. */
export function Monogram({ name }: { name: string }) {
  const [initial = "?"] = name.trim();
  return (
    <span
      aria-hidden
      className="inline-grid size-8 shrink-0 place-items-center rounded-control border border-line bg-sunken text-small font-semibold text-ink-soft uppercase select-none"
    >
      {initial}
    </span>
  );
}
