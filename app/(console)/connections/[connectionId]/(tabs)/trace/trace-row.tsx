import { ChevronRight, CircleCheck, CircleX } from "lucide-react";
import { CheckStepRow } from "@/components/connections/check-step-row";
import { numbered } from "@/components/ui/numbered";
import { Time } from "@/components/ui/time";
import type { TraceView } from "@/lib/connections/schema";
import { TRACE_TITLES } from "./trace-titles";

/** One line of the trace; pressing it shows its steps. */
export function TraceRow({ trace }: { trace: TraceView }) {
  const Icon = trace.failure === null ? CircleCheck : CircleX;
  return (
    <li>
      <details className="group/trace">
        <summary className="flex list-none items-start gap-2.5 px-4 py-3 -outline-offset-2 hover:bg-canvas">
          <Icon
            role="img"
            aria-label={trace.failure === null ? "Went well" : "Failed"}
            className={`mt-0.5 size-4 shrink-0 ${trace.failure === null ? "text-good" : "text-broken"}`}
          />
          <span className="grid min-w-0 flex-1 gap-0.5">
            <span className="[overflow-wrap:anywhere]">
              <span className="font-medium">{TRACE_TITLES[trace.what]}</span>{" "}
              <span className="text-ink-soft">{trace.who}</span>
            </span>
            {trace.failure !== null && (
              <span className="max-w-prose text-small text-ink-soft [overflow-wrap:anywhere]">
                {trace.failure}
              </span>
            )}
            <span className="flex flex-wrap gap-x-3 text-meta text-ink-faint">
              <Time at={trace.at} />
              {trace.times > 1 && (
                <span>
                  {trace.times} times since <Time at={trace.since} />
                </span>
              )}
              {trace.durationMs > 0 && <span className="tabular-nums">{trace.durationMs} ms</span>}
            </span>
          </span>
          <ChevronRight
            aria-hidden
            className="mt-0.5 size-4 shrink-0 text-ink-faint transition-transform group-open/trace:rotate-90"
          />
        </summary>
        <ol className="grid grid-cols-[minmax(0,1fr)] gap-0.5 pr-4 pb-3 pl-10.5">
          {numbered(trace.steps).map(({ key, item: step }) => (
            <CheckStepRow
              key={key}
              step={step}
              isBlamed={trace.failure !== null && step === lastFailed(trace)}
            />
          ))}
        </ol>
      </details>
    </li>
  );
}

/** Steps before it may have failed without harm, such as an address that says nothing. */
function lastFailed({ steps }: TraceView) {
  return steps.findLast(({ outcome }) => outcome === "failed");
}
