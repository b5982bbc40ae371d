"use client";

import { Ellipsis } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import * as RadixDialog from "radix-ui/dialog";
import * as Radix from "radix-ui/dropdown-menu";
import { createContext, type ReactNode, use, useRef, useState } from "react";
import { type Confirmation, ConfirmForm } from "./confirm-dialog";
import { CloseContext, DialogPanel } from "./dialog";
import { IconButton } from "./icon-button";

type MenuProps = { label: string; opens: "at once" | "when asked"; children: ReactNode };

/** What else can be done with one row or one page. `at once` is for a menu that was fetched because somebody asked for it. */
export function Menu({ label, opens, children }: MenuProps) {
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Radix.Root defaultOpen={opens === "at once"} modal={false}>
        <Radix.Trigger asChild>
          <IconButton ref={trigger} label={label} icon={<Ellipsis aria-hidden />} />
        </Radix.Trigger>
        <MenuPanel>
          <AskContext value={setAsked}>{children}</AskContext>
        </MenuPanel>
      </Radix.Root>
      {asked !== null && (
        <RadixDialog.Root open onOpenChange={() => setAsked(null)}>
          <CloseContext value={() => setAsked(null)}>
            <DialogPanel
              title={asked.title}
              sentence={asked.losses}
              onCloseAutoFocus={(event) => {
                event.preventDefault();
                trigger.current?.focus();
              }}
            >
              <ConfirmForm {...asked} />
            </DialogPanel>
          </CloseContext>
        </RadixDialog.Root>
      )}
    </>
  );
}

/** The floating list by itself, for menus with a trigger of their own. It stays in the landmark of its trigger. */
export function MenuPanel({ children }: { children: ReactNode }) {
  return (
    <Radix.Content
      align="end"
      sideOffset={4}
      collisionPadding={8}
      className="z-30 min-w-44 animate-appear rounded-card border border-line bg-raised p-1 shadow-float"
    >
      {children}
    </Radix.Content>
  );
}

export function MenuLink({ href, icon, children }: { href: Route; icon: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild>
      <Link href={href} className={ITEM}>
        {icon}
        {children}
      </Link>
    </Radix.Item>
  );
}

type MenuButtonProps = { icon: ReactNode; onSelect: () => void; children: ReactNode };

export function MenuButton({ icon, onSelect, children }: MenuButtonProps) {
  return (
    <Radix.Item className={ITEM} onSelect={onSelect}>
      {icon}
      {children}
    </Radix.Item>
  );
}

/** An item that destroys something: it asks first. */
export function MenuConfirm({
  icon,
  children,
  ...asked
}: Confirmation & { icon: ReactNode; children: ReactNode }) {
  const ask = use(AskContext);
  return (
    <Radix.Item className={`${ITEM} text-broken`} onSelect={() => ask(asked)}>
      {icon}
      {children}
    </Radix.Item>
  );
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

const AskContext = createContext<(asked: Confirmation) => void>(() => {});

const ITEM =
  "flex h-8 max-sm:h-10 w-full items-center gap-2 rounded-control px-2 text-left text-small select-none outline-none data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-ink-faint";
