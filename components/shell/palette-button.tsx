"use client";

import { Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { openPalette } from "./palette-store";

/** Opens the command palette, and teaches its shortcut. */
export function PaletteButton({ room }: { room: "icons" | "icon" }) {
  const shortcut = useSyncExternalStore(subscribe, readShortcut, () => "");
  return (
    <button
      type="button"
      aria-keyshortcuts="Meta+K Control+K"
      title="Go to…"
      onClick={openPalette}
      className={`${BUTTON} ${room === "icon" ? "size-10 justify-center" : FIELD}`}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className={room === "icon" ? "sr-only" : "md:max-lg:sr-only"}>Go to…</span>
      {room === "icons" && (
        <kbd aria-hidden className="ml-auto font-sans text-meta text-ink-faint md:max-lg:hidden">
          {shortcut}
        </kbd>
      )}
    </button>
  );
}

const BUTTON =
  "flex items-center gap-2.5 rounded-control text-left text-ink-soft transition-colors hover:bg-hover hover:text-ink";
const FIELD =
  "h-8 max-md:h-11 w-full border border-line bg-surface px-2.5 md:max-lg:justify-center md:max-lg:border-transparent md:max-lg:bg-transparent md:max-lg:px-0";

function readShortcut(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";
}

/** A keyboard does not change under a page. */
function subscribe(): () => void {
  return () => {};
}
