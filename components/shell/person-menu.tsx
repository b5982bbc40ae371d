"use client";

import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Sun } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import { startTransition, useState } from "react";
import { MenuButton, MenuLine, MenuPanel } from "@/components/ui/menu";
import type { Role } from "@/lib/access/policy";
import { THEME_COOKIE, type Theme } from "./theme-choice";

export type Person = { name: string; email: string; role: Role };

type PersonMenuProps = {
  workspace: string;
  person: Person;
  theme: Theme;
  logOutAction: () => Promise<void>;
  room: "icons" | "words";
};

/** Who I am here, in which light, and the way out. */
export function PersonMenu({ workspace, person, theme, logOutAction, room }: PersonMenuProps) {
  const [chosen, setChosen] = useState(theme);

  function choose(next: Theme) {
    setChosen(next);
    applyTheme(next);
  }

  return (
    <Radix.Root modal={false}>
      <Radix.Trigger className={TRIGGER}>
        <Initials name={person.name} />
        <span className={`grid min-w-0 flex-1 ${room === "icons" ? "md:max-lg:sr-only" : ""}`}>
          <span className="truncate text-small font-medium">{person.name}</span>
          <span className="truncate text-meta text-ink-faint">{workspace}</span>
        </span>
        <ChevronsUpDown
          aria-hidden
          className={`size-4 shrink-0 text-ink-faint ${room === "icons" ? "md:max-lg:hidden" : ""}`}
        />
      </Radix.Trigger>
      <MenuPanel>
        <Radix.Label className="grid px-2 py-1.5 text-small">
          <span className="font-medium">{person.email}</span>
          <span className="text-meta text-ink-faint">
            {ROLE_WORDS[person.role]} of {workspace}
          </span>
        </Radix.Label>
        <MenuLine />
        <Radix.Label className="px-2 pt-1 pb-0.5 text-meta text-ink-faint">Theme</Radix.Label>
        {THEME_CHOICES.map(({ theme: choice, label, icon: Icon }) => (
          <MenuButton key={choice} icon={<Icon aria-hidden />} onSelect={() => choose(choice)}>
            <span className="flex-1">{label}</span>
            {choice === chosen && <Check aria-label="Chosen" />}
          </MenuButton>
        ))}
        <MenuLine />
        <MenuButton icon={<LogOut aria-hidden />} onSelect={() => startTransition(() => logOutAction())}>
          Log out
        </MenuButton>
      </MenuPanel>
    </Radix.Root>
  );
}

const TRIGGER =
  "flex w-full items-center gap-2.5 rounded-control p-1.5 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover md:max-lg:justify-center";

const ROLE_WORDS: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  author: "Author",
  member: "Member",
};

const THEME_CHOICES = [
  { theme: "system", label: "As the system", icon: Monitor },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "dark", label: "Dark", icon: Moon },
] as const;

/** Shows it now, and lets the server know for the next first byte. */
function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store exists on secure pages only.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
}

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
