"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import { usePathname } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";

/** The rail, on a phone. It closes when a page is chosen. */
export function Sheet({ label, children }: { label: string; children: ReactNode }) {
  const path = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  return (
    <Dialog.Root open={openedAt === path} onOpenChange={(open) => setOpenedAt(open ? path : null)}>
      <Dialog.Trigger asChild>
        <IconButton label={label} icon={<MenuIcon aria-hidden />} />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-20 flex w-72 animate-slide flex-col gap-4 overflow-y-auto border-r border-line bg-canvas p-3"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <div className="absolute top-2 right-2">
            <Dialog.Close asChild>
              <IconButton label="Close" icon={<X aria-hidden />} />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
