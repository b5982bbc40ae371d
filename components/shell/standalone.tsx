import type { ReactNode } from "react";
import { Wordmark } from "./wordmark";

type StandaloneProps = { title: string; sentence: ReactNode; children: ReactNode };

/** A page outside the console's frame: log in, accept an invite, nothing here. */
export function Standalone({ title, sentence, children }: StandaloneProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-100 content-start gap-8 px-4 pt-[14vh] pb-12">
      <Wordmark />
      <div className="grid gap-6">
        <div className="grid gap-1.5">
          <h1 className="text-page font-semibold tracking-tight">{title}</h1>
          <div className="text-ink-soft">{sentence}</div>
        </div>
        {children}
      </div>
    </main>
  );
}
