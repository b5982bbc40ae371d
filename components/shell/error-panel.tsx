"use client";

import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/code";
import { Standalone } from "./standalone";

type ErrorPanelProps = { digest: string | undefined; retry: () => void };

/** For what nobody expected. The digest finds the error in the server's log. */
export function ErrorPanel({ digest, retry }: ErrorPanelProps) {
  return (
    <Standalone
      title="This page could not be shown"
      sentence="The fault is in Patchbay, not in what you did. Nothing you saved is lost. Try again; if it stays, give the code below to whoever runs this server."
    >
      <div className="grid gap-4">
        {digest !== undefined && <CopyLine label="the error's code" text={digest} />}
        <div>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        </div>
      </div>
    </Standalone>
  );
}
