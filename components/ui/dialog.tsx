"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import { createContext, type ReactElement, type ReactNode, use, useState } from "react";
import { IconButton } from "./icon-button";

type DialogProps = {
  /** The button that opens it; it gets the focus back. */
  trigger: ReactElement;
  title: string;
  sentence?: ReactNode;
  children: ReactNode;
};

/** A question or a short form above the page. */
export function Dialog({ trigger, title, sentence, children }: DialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <CloseContext value={() => setOpen(false)}>
        <DialogPanel title={title} sentence={sentence}>
          {children}
        </DialogPanel>
      </CloseContext>
    </Radix.Root>
  );
}

/** Closes the dialog one is in, such as when its form is done. */
export function useCloseDialog(): () => void {
  return use(CloseContext);
}

export const CloseContext = createContext<() => void>(() => {});

type DialogPanelProps = Omit<DialogProps, "trigger"> & { onCloseAutoFocus?: (event: Event) => void };

/** The panel by itself, for who opens it without a trigger of its own. */
export function DialogPanel({ title, sentence, onCloseAutoFocus, children }: DialogPanelProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
      <Radix.Content
        {...(sentence === undefined ? { "aria-describedby": undefined } : {})}
        {...(onCloseAutoFocus === undefined ? {} : { onCloseAutoFocus })}
        className="fixed top-[12vh] left-1/2 z-50 grid max-h-[80vh] w-[calc(100%-2rem)] max-w-[30rem] -translate-x-1/2 animate-appear grid-cols-[minmax(0,1fr)] gap-4 overflow-y-auto rounded-card border border-line bg-raised p-5 shadow-float"
      >
        <div className="grid gap-1 pr-8">
          <Radix.Title className="text-section font-semibold">{title}</Radix.Title>
          {sentence !== undefined && (
            <Radix.Description asChild>
              <div className="text-ink-soft">{sentence}</div>
            </Radix.Description>
          )}
        </div>
        {children}
        <div className="absolute top-3 right-3">
          <Radix.Close asChild>
            <IconButton label="Close" icon={<X aria-hidden />} />
          </Radix.Close>
        </div>
      </Radix.Content>
    </Radix.Portal>
  );
}
