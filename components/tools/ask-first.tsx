"use client";

import * as Radix from "radix-ui/dialog";
import type { RefObject } from "react";
import { FormButtons } from "@/components/forms/form-buttons";
import { Button } from "@/components/ui/button";
import { CloseContext, DialogPanel } from "@/components/ui/dialog";

type AskFirstProps = {
  toolName: string;
  /** What asked, and gets the focus back. */
  asker: RefObject<HTMLElement | null>;
  onNo: () => void;
  onYes: () => void;
};

/** The question before a call that may destroy something. Drawn while it is open. */
export function AskFirst({ toolName, asker, onNo, onYes }: AskFirstProps) {
  return (
    <Radix.Root open onOpenChange={onNo}>
      <CloseContext value={onNo}>
        <DialogPanel
          title={`Call ${toolName}?`}
          sentence="The server says that this tool can delete or overwrite. The call is real and is made as you; Patchbay can't take it back."
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            asker.current?.focus();
          }}
        >
          <FormButtons>
            <Button variant="danger" onClick={onYes}>
              Call {toolName}
            </Button>
            <Button variant="secondary" onClick={onNo}>
              Cancel
            </Button>
          </FormButtons>
        </DialogPanel>
      </CloseContext>
    </Radix.Root>
  );
}
