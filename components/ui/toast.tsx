"use client";

import { CircleCheck, X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";

/** Says that something is done, when the place that would say it is gone. Errors stay where they happened. */
export function showToast(message: string): void {
  toast = { message, key: (toast?.key ?? 0) + 1 };
  changed();
}

/** Where toasts appear; the shell has one. */
export function Toaster() {
  const current = useSyncExternalStore(
    subscribe,
    () => toast,
    () => null,
  );

  useEffect(() => {
    if (current === null) return;
    const timer = setTimeout(hideToast, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current]);

  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex justify-center">
      {current !== null && (
        <div
          key={current.key}
          className="pointer-events-auto flex max-w-form animate-appear items-center gap-2 rounded-card border border-line bg-raised py-1.5 pr-1.5 pl-3 text-small shadow-float"
        >
          <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
          <span>{current.message}</span>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={hideToast}
            className="grid size-7 place-items-center rounded-control text-ink-faint hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </div>
      )}
    </div>
  );
}

const SHOWN_MS = 6_000;

let toast: { message: string; key: number } | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function hideToast(): void {
  toast = null;
  changed();
}

function changed(): void {
  for (const listener of listeners) listener();
}
