"use client";

import { useFormPending } from "./action-form";

/** What the person waits for while the form is under way, seen and read aloud. */
export function WhilePending({ words }: { words: string }) {
  const pending = useFormPending();
  return (
    <p role="status" className="text-small text-ink-soft empty:hidden">
      {pending ? words : ""}
    </p>
  );
}
