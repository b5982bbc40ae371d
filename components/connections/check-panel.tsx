"use client";

import { CircleDashed } from "lucide-react";
import { Fragment } from "react";
import { Notice } from "@/components/ui/notice";
import { numbered } from "@/components/ui/numbered";
import { Spinner } from "@/components/ui/spinner";
import type { CheckStep } from "@/lib/connections/schema";
import { CheckStepRow } from "./check-step-row";
import type { Check } from "./use-check";

type CheckPanelProps = {
  check: Check;
  /** The address in the form now; the one that was checked may be another. */
  address: string;
  /** It can be used once the admin has entered what the check asks for. */
  isWaiting: boolean;
};

/** What Check server sees, as it sees it. */
export function CheckPanel({ check, address, isWaiting }: CheckPanelProps) {
  return (
    <section aria-label="Live check" className="grid gap-3 rounded-card border border-line bg-surface p-4">
      <div className="grid gap-0.5">
        <h2 className="font-semibold">Live check</h2>
        <p className="text-small text-ink-soft [overflow-wrap:anywhere]">
          {check.kind === "idle" ? (
            "Check server tries the address as a stranger would: no credential is sent, nothing is stored."
          ) : (
            <span className="font-mono text-meta">{check.url}</span>
          )}
        </p>
      </div>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {ORDER.map((name) => (
          <Fragment key={name}>
            {numbered(stepsOf(check, name)).map(({ key, item: step }) => (
              <CheckStepRow key={key} step={step} isBlamed={step === firstFailure(check)} />
            ))}
            {upcoming(check).includes(name) && (
              <Upcoming name={name} isNow={check.kind === "running" && upcoming(check)[0] === name} />
            )}
          </Fragment>
        ))}
      </ol>
      <div aria-live="polite" className="grid gap-3 empty:hidden">
        <Outcome check={check} isWaiting={isWaiting} />
        {check.kind === "done" && address.trim() !== check.url && (
          <p className="text-small text-ink-soft">The address has changed since. Check again.</p>
        )}
      </div>
    </section>
  );
}

/** Its place is kept from the start, so that what comes never moves what is there. */
function Upcoming({ name, isNow }: { name: StepName; isNow: boolean }) {
  return (
    <li className="flex min-h-7 items-center gap-2.5 text-small text-ink-faint">
      {isNow ? <Spinner /> : <CircleDashed aria-hidden className="size-4 shrink-0" />}
      {STEPS[name]}
    </li>
  );
}

function Outcome({ check, isWaiting }: { check: Check; isWaiting: boolean }) {
  if (check.kind === "running") return <p className="sr-only">Checking the server.</p>;
  if (check.kind === "broken") return <Notice meaning="broken" title={check.sentence} />;
  if (check.kind !== "done") return null;
  const { kind, sentence } = check.verdict;
  if (kind === "usable") return <Notice meaning={isWaiting ? "waiting" : "good"} title={sentence} />;
  // The step above says it already; it is only read aloud again.
  if (firstFailure(check)?.sentence === sentence) return <p className="sr-only">{sentence}</p>;
  return <Notice meaning="broken" title={sentence} />;
}

const STEPS: Record<CheckStep["step"], string> = {
  address: "Address",
  tls: "TLS",
  protocol: "Protocol",
  transport: "Transport",
  "sign-in": "Sign-in",
  registration: "Registration",
  tools: "Tools",
};

type StepName = keyof typeof STEPS;

/** Object keys keep their order, and these are in the order in which a check goes. */
const ORDER = Object.keys(STEPS).filter((name): name is StepName => name in STEPS);

function upcoming(check: Check): StepName[] {
  if (check.kind === "done" || check.kind === "broken") return [];
  return ORDER.filter((name) => stepsOf(check, name).length === 0);
}

function stepsOf(check: Check, name: StepName): readonly CheckStep[] {
  return check.kind === "idle" ? [] : check.steps.filter(({ step }) => step === name);
}

function firstFailure(check: Check): CheckStep | undefined {
  return check.kind === "idle" ? undefined : check.steps.find(({ outcome }) => outcome === "failed");
}
