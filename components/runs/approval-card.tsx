import { CodeBlock, Mono } from "@/components/ui/code";
import { Time } from "@/components/ui/time";
import type { FormAction } from "@/lib/forms/state";
import type { ApprovalView } from "@/lib/runs/schema";
import { ApprovalForm } from "./approval-form";

type ApprovalCardProps = { approval: ApprovalView; decide: FormAction };

/** A call that waits: exactly what would happen, as whom, and the two answers. */
export function ApprovalCard({ approval, decide }: ApprovalCardProps) {
  const { id, tool, connection, person, expiresAt } = approval;
  const json = JSON.stringify(approval.arguments, null, 2);
  return (
    <section
      aria-label={`Approve ${tool} of ${connection}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-waiting-line bg-waiting-soft p-4"
    >
      <div className="grid gap-0.5">
        <h3 className="font-medium">
          Call <Mono>{tool}</Mono> of {connection}?
        </h3>
        <p className="text-small text-ink-soft">
          It would be made as {person}, with your sign-in. Without an answer it counts as denied{" "}
          <Time at={expiresAt} />.
        </p>
      </div>
      <CodeBlock label="Arguments" code={json} />
      <ApprovalForm approvalId={id} json={json} decide={decide} />
    </section>
  );
}
