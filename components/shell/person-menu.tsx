"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Role } from "@/lib/access/policy";
import type { Theme } from "./theme-choice";

export type Person = { name: string; email: string; role: Role };

export type PersonMenuProps = {
  workspace: string;
  person: Person;
  theme: Theme;
  logOutAction: () => Promise<void>;
  room: "icons" | "words";
};

// It floats, and what makes things float is a tenth of a page's script: it comes when it is first wanted.
const OpenPersonMenu = lazy(() => import("./open-person-menu"));

/** Who I am here, in which light, and the way out. */
export function PersonMenu(props: PersonMenuProps) {
  const [isWanted, setWanted] = useState(false);
  const closed = (
    <button type="button" aria-haspopup="menu" className={TRIGGER} onClick={() => setWanted(true)}>
      <PersonFace {...props} />
    </button>
  );
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <OpenPersonMenu {...props} />
    </Suspense>
  );
}

export function PersonFace({
  person,
  workspace,
  room,
}: Pick<PersonMenuProps, "person" | "workspace" | "room">) {
  return (
    <>
      <Initials name={person.name} />
      <span className={`grid min-w-0 flex-1 ${room === "icons" ? "md:max-lg:sr-only" : ""}`}>
        <span className="truncate text-small font-medium">{person.name}</span>
        <span className="truncate text-meta text-ink-faint">{workspace}</span>
      </span>
      <ChevronsUpDown
        aria-hidden
        className={`size-4 shrink-0 text-ink-faint ${room === "icons" ? "md:max-lg:hidden" : ""}`}
      />
    </>
  );
}

export const TRIGGER =
  "flex w-full items-center gap-2.5 rounded-control p-1.5 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover md:max-lg:justify-center";

function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .flatMap((word) => [...word].slice(0, 1))
    .slice(0, 2);
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-meta font-semibold text-accent-ink uppercase"
    >
      {letters.join("")}
    </span>
  );
}
