/** Two sockets and the cord between them. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5 font-semibold tracking-tight">
      <Mark />
      Patchbay
    </span>
  );
}

export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" strokeWidth="2.75" strokeLinecap="round" className="stroke-on-accent">
        <path d="M10.5 13.5c0 8 11 -3 11 5" />
        <circle cx="10.5" cy="10" r="3.25" />
        <circle cx="21.5" cy="22" r="3.25" />
      </g>
    </svg>
  );
}
