import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/toast";
import type { Destination } from "./destinations";
import { PaletteButton } from "./palette-button";
import { PaletteHost } from "./palette-host";
import { type Person, PersonMenu } from "./person-menu";
import { RailLinks } from "./rail-links";
import { actionsFor, sectionsFor } from "./sections";
import { Sheet } from "./sheet";
import { parseTheme, THEME_COOKIE } from "./theme-choice";
import { Wordmark } from "./wordmark";

type ConsoleFrameProps = {
  workspace: string;
  person: Person;
  /** Only what waits for this person. */
  counts: { home: number };
  /** Connections and assignments, for the command palette; the pages and actions are added here. */
  destinations: readonly Destination[];
  logOutAction: () => Promise<void>;
  children: ReactNode;
};

/** What every page of the console stands in. It draws; it decides nothing about who may see what. */
export async function ConsoleFrame({
  workspace,
  person,
  counts,
  destinations,
  logOutAction,
  children,
}: ConsoleFrameProps) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const me = { workspace, person, theme, logOutAction };
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a href="#content" className={SKIP}>
        Skip to content
      </a>
      <header className="sticky top-0 z-20 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line p-3 md:flex md:max-lg:px-2">
        <span className="flex h-8 items-center overflow-hidden px-1.5 md:max-lg:w-9 md:max-lg:text-[0]">
          <Wordmark />
        </span>
        <PaletteButton room="icons" />
        <RailLinks role={person.role} waiting={counts.home} room="icons" />
        <div className="mt-auto">
          <PersonMenu {...me} room="icons" />
        </div>
      </header>
      <header className="sticky top-0 z-10 flex h-13 items-center gap-1 border-b border-line bg-canvas px-2 md:hidden">
        <Sheet label="Menu">
          <span className="flex h-8 items-center px-1.5">
            <Wordmark />
          </span>
          <RailLinks role={person.role} waiting={counts.home} room="words" />
          <div className="mt-auto">
            <PersonMenu {...me} room="words" />
          </div>
        </Sheet>
        <Wordmark />
        <span className="ml-auto">
          <PaletteButton room="icon" />
        </span>
      </header>
      <main id="content" tabIndex={-1} className="px-4 py-6 outline-none md:px-8 md:py-8 lg:px-10">
        {children}
      </main>
      <PaletteHost destinations={[...placesFor(person), ...destinations]} />
      <Toaster />
    </div>
  );
}

const SKIP =
  "fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-small font-medium text-on-accent focus:translate-y-0";

function placesFor(person: Person): Destination[] {
  const { work, workspace } = sectionsFor(person.role);
  const pages = [...work, ...workspace].map(({ label, href }) => ({ label, group: "Pages", href, also: "" }));
  const actions = actionsFor(person.role);
  return [...pages, ...actions.map(({ label, href }) => ({ label, group: "Actions", href, also: "" }))];
}
