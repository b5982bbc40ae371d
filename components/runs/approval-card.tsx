import { Clock } from "lucide-react";
import { CodeBlock, Mono } from "@/components/ui/code";
import { Time } from "@/components/ui/time";
import { visible } from "@/components/ui/visible";
import type { FormAction } from "@/lib/forms/state";
import type { ApprovalView } from "@/lib/runs/schema";
import { credentialSentence } from "@/lib/runs/sentences";
import { ApprovalForm } from "./approval-form";

type ApprovalCardProps = { approval: ApprovalView; decide: FormAction };

/** Where on its page an approval is. */
export function approvalAnchor(id: string): string {
  return `approval-${id}`;
}

/** A call that waits: exactly what would happen, as whom, and the two answers. */
export function ApprovalCard({ approval, decide }: ApprovalCardProps) {
  const { id, tool, connection, person, as, expiresAt } = approval;
  const json = JSON.stringify(approval.arguments, null, 2);
  const name = visible(tool);
  return (
    <fieldset
      aria-label={`Approve ${name} of ${connection}`}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-waiting-line bg-waiting-soft p-4"
    >
      <div className="grid gap-0.5">
        <h2 className="flex flex-wrap items-center gap-x-1.5 font-medium">
          <Clock aria-hidden className="size-4 shrink-0 text-waiting" />
          <span>
            Call <Mono>{name}</Mono> of {connection}?
          </span>
        </h2>
        <p className="text-small text-ink-soft">
          {credentialSentence(as, connection, person)} Without an answer it counts as denied{" "}
          <Time at={expiresAt} />.
        </p>
      </div>
      <CodeBlock label="Arguments" code={visible(json)} />
      <ApprovalForm approvalId={id} json={json} decide={decide} />
    </fieldset>
  );
}
