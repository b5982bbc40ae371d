"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";

type SearchFieldProps = {
  /** In a form with method "get" this is the query's name. */
  name: string;
  label: string;
  defaultValue: string;
  onValueChange?: (value: string) => void;
};

/** Search within this page; "/" goes there, Escape empties it. */
export function SearchField({ name, label, defaultValue, onValueChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    function focus(event: KeyboardEvent) {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);

  return (
    <div className="relative w-full max-w-80 max-sm:max-w-none">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-ink-faint"
      />
      <input
        ref={input}
        type="search"
        name={name}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        defaultValue={defaultValue}
        autoComplete="off"
        onChange={(event) => onValueChange?.(event.currentTarget.value)}
        className="peer h-8 max-sm:h-11 w-full rounded-control border border-control bg-surface pr-8 pl-8.5 text-small max-sm:text-section hover:border-ink-faint focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto hidden h-5 items-center rounded-[4px] border border-line bg-sunken px-1.5 font-sans text-meta text-ink-faint peer-placeholder-shown:peer-not-focus:inline-flex max-sm:hidden!"
      >
        /
      </kbd>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
