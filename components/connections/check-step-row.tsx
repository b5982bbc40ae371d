import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import { Mono } from "@/components/ui/code";
import { Disclosure } from "@/components/ui/disclosure";
import type { CheckStep } from "@/lib/connections/schema";

/** One line of the trace. The step that is to blame shows its detail at once. */
export function CheckStepRow({ step, isBlamed }: { step: CheckStep; isBlamed: boolean }) {
  const { icon: Icon, ink, word } = OUTCOMES[step.outcome];
  const detail = Object.entries(step.detail);
  return (
    <li className="flex animate-appear gap-2.5 py-1 text-small">
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className={`[overflow-wrap:anywhere] ${isBlamed ? "font-medium" : ""}`}>{step.sentence}</p>
        {detail.length > 0 && (
          <Disclosure summary="Detail" initially={isBlamed ? "open" : "closed"}>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 pb-1 text-meta">
              {detail.map(([name, value]) => (
                <div key={name} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="text-ink-faint">{name}</dt>
                  <dd>
                    <Mono>{String(value)}</Mono>
                  </dd>
                </div>
              ))}
            </dl>
          </Disclosure>
        )}
      </div>
      <span className="shrink-0 text-meta leading-5 text-ink-faint tabular-nums">{step.durationMs} ms</span>
    </li>
  );
}

const OUTCOMES: Record<CheckStep["outcome"], { icon: LucideIcon; ink: string; word: string }> = {
  ok: { icon: CircleCheck, ink: "text-good", word: "Passed" },
  failed: { icon: CircleX, ink: "text-broken", word: "Failed" },
  skipped: { icon: CircleMinus, ink: "text-ink-faint", word: "Skipped" },
};
