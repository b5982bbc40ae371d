"use client";

import { Command } from "cmdk";
import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import type { Destination } from "./destinations";
import { closePalette } from "./palette-store";

/** Goes to any page, connection or assignment, or begins one, by typing part of its name. Default export: it is loaded lazily. */
export default function CommandPalette({ destinations }: { destinations: readonly Destination[] }) {
  const router = useRouter();

  function go(destination: Destination) {
    closePalette();
    router.push(destination.href);
  }

  return (
    <Dialog.Root open onOpenChange={closePalette}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100%-2rem)] max-w-form -translate-x-1/2 animate-appear overflow-hidden rounded-card border border-line bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <Command
            label="Go to"
            loop
            filter={(_href, search, [label = "", also = ""] = []) => rank(search, label, also)}
          >
            <Command.Input
              autoFocus
              placeholder="Go to a page, connection or assignment…"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-body outline-none max-sm:text-section"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-ink-soft">
                Nothing here has that name.
              </Command.Empty>
              {Object.entries(Object.groupBy(destinations, ({ group }) => group)).map(
                ([group, members = []]) => (
                  <Command.Group key={group} heading={group} className={GROUP}>
                    {members.map((destination) => (
                      <Command.Item
                        key={destination.href}
                        value={destination.href}
                        keywords={[destination.label, destination.also]}
                        onSelect={() => go(destination)}
                        className="group flex h-9 max-sm:h-11 items-center gap-2 rounded-control px-2.5 data-[selected=true]:bg-hover"
                      >
                        <span className="truncate">{destination.label}</span>
                        <span className="ml-auto truncate font-mono text-meta text-ink-faint">
                          {destination.also}
                        </span>
                        <ArrowRight
                          aria-hidden
                          className="size-3.5 shrink-0 text-ink-faint opacity-0 group-data-[selected=true]:opacity-100"
                        />
                      </Command.Item>
                    ))}
                  </Command.Group>
                ),
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** How well a place answers to what was typed, going by what is shown of it alone. Zero: not at all. */
function rank(search: string, label: string, also: string): number {
  const [typed, name, beside] = [search, label, also].map((text) => text.trim().toLowerCase());
  if (!typed || !name) return 1;
  if (name.startsWith(typed)) return 1;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) return 0.8;
  if (typed.split(/\s+/).every((word) => name.includes(word))) return 0.6;
  return beside?.includes(typed) ? 0.4 : 0;
}

const GROUP =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint";
