import { ChevronRight, CircleCheck, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import { Mono } from "@/components/ui/code";
import type { CheckStep, TracedStep } from "@/lib/connections/schema";

/** One line of the trace; pressing it shows its detail. The step that is to blame shows it at once. */
export function CheckStepRow({ step, isBlamed }: { step: TracedStep; isBlamed: boolean }) {
  const detail = Object.entries(step.detail);
  if (detail.length === 0) {
    return (
      <li className={LINE}>
        <StepLine step={step} isBlamed={isBlamed} />
        <span className="size-3.5" />
      </li>
    );
  }
  return (
    <li>
      <details open={isBlamed} className="group">
        <summary className={`${LINE} -mx-1.5 list-none rounded-control px-1.5 hover:bg-hover`}>
          <StepLine step={step} isBlamed={isBlamed} />
          <ChevronRight
            aria-hidden
            className="mt-0.5 size-3.5 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
          />
        </summary>
        <dl className="mt-1 mb-2 ml-6.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-meta">
          {detail.map(([name, value]) => (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-faint">{name}</dt>
              <dd>
                <Mono>{String(value)}</Mono>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

function StepLine({ step, isBlamed }: { step: TracedStep; isBlamed: boolean }) {
  const { icon: Icon, ink, word } = OUTCOMES[step.outcome];
  return (
    <>
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <span className={`min-w-0 flex-1 [overflow-wrap:anywhere] ${isBlamed ? "font-medium" : ""}`}>
        {step.sentence}
      </span>
      {step.durationMs > 0 && (
        <span className="shrink-0 text-meta leading-5 text-ink-faint tabular-nums">{step.durationMs} ms</span>
      )}
    </>
  );
}

const LINE = "flex animate-appear items-start gap-2.5 py-1 text-small";

const OUTCOMES: Record<CheckStep["outcome"], { icon: LucideIcon; ink: string; word: string }> = {
  ok: { icon: CircleCheck, ink: "text-good", word: "Passed" },
  failed: { icon: CircleX, ink: "text-broken", word: "Failed" },
  skipped: { icon: CircleMinus, ink: "text-ink-faint", word: "Skipped" },
};
