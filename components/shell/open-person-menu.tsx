"use client";

import { Check, LogOut, Monitor, Moon, Sun } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import { startTransition, useState } from "react";
import { MenuButton, MenuLine, MenuPanel } from "@/components/ui/menu";
import type { Role } from "@/lib/access/policy";
import { PersonFace, type PersonMenuProps, TRIGGER } from "./person-menu";
import { THEME_COOKIE, type Theme } from "./theme-choice";

/** The person's menu, open from the start: it is fetched because somebody pressed its button. */
export default function OpenPersonMenu({ workspace, person, theme, logOutAction, room }: PersonMenuProps) {
  const [chosen, setChosen] = useState(theme);

  function choose(next: Theme) {
    setChosen(next);
    applyTheme(next);
  }

  return (
    <Radix.Root defaultOpen modal={false}>
      <Radix.Trigger className={TRIGGER}>
        <PersonFace person={person} workspace={workspace} room={room} />
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
