"use client";

import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import type { Destination } from "./destinations";
import { isPaletteOpen, subscribeToPalette, togglePalette } from "./palette-store";

const CommandPalette = lazy(() => import("./command-palette"));

/** Listens for ⌘K and Ctrl K; the palette itself is fetched when it is first wanted. */
export function PaletteHost({ destinations }: { destinations: readonly Destination[] }) {
  const open = useSyncExternalStore(subscribeToPalette, isPaletteOpen, () => false);

  useEffect(() => {
    function toggle(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      togglePalette();
    }
    document.addEventListener("keydown", toggle);
    return () => document.removeEventListener("keydown", toggle);
  }, []);

  return open ? (
    <Suspense fallback={null}>
      <CommandPalette destinations={destinations} />
    </Suspense>
  ) : null;
}
