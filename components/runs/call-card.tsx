import {
  Check,
  ChevronRight,
  CircleAlert,
  CircleDashed,
  CircleSlash,
  Clock,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import { CodeBlock, Mono } from "@/components/ui/code";
import { Disclosure } from "@/components/ui/disclosure";
import { type Meaning, meaningInk } from "@/components/ui/meaning";
import { Time } from "@/components/ui/time";
import { visible } from "@/components/ui/visible";
import type { RunTool } from "@/lib/runs/schema";
import type { CallState } from "@/lib/runs/state";
import { durationWords } from "./clock-words";
import { oneLine } from "./one-line";

type CallCardProps = {
  call: CallState;
  tool: RunTool | null;
  /** Whom the run acts as, who alone can say yes. */
  person: string;
};

/** One call of a run: a line when closed, everything that went and came when open. Its texts were written by a server and are drawn as text. */
export function CallCard({ call, tool, person }: CallCardProps) {
  const { icon: Icon, word, meaning, turns } = standing(call);
  const args = argumentsOf(call);
  return (
    <details className="group/call rounded-card border border-line bg-surface">
      <summary className="flex min-h-10 list-none flex-wrap items-center gap-x-2.5 gap-y-0.5 rounded-card px-3 py-2 select-none hover:bg-canvas max-sm:min-h-11">
        <Icon
          aria-hidden
          className={`size-4 shrink-0 ${meaningInk[meaning]} ${turns ? "animate-spin" : ""}`}
        />
        <span className="min-w-0 sm:truncate max-sm:flex-1 max-sm:[overflow-wrap:anywhere]">
          {tool && <span className="font-medium">{tool.connection} · </span>}
          <Mono>{visible(tool?.tool ?? call.call.name)}</Mono>
        </span>
        <span className="flex min-w-0 flex-1 basis-40 items-center gap-x-2.5 text-small max-sm:order-last max-sm:basis-full max-sm:pl-6.5">
          <span className="min-w-0 flex-1 truncate font-mono text-meta text-ink-faint">{oneLine(args)}</span>
          <span className={`whitespace-nowrap ${meaningInk[meaning]}`}>{word}</span>
          {call.answer && call.answer.durationMs > 0 && (
            <span className="whitespace-nowrap text-ink-faint tabular-nums">
              {durationWords(call.answer.durationMs)}
            </span>
          )}
        </span>
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-faint transition-transform group-open/call:rotate-90"
        />
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line p-3">
        <CodeBlock
          label={call.decision?.arguments ? "Arguments, as edited" : "Arguments"}
          code={visible(args)}
        />
        {call.decision?.arguments && "arguments" in call.call && (
          <Disclosure summary="What the model proposed" initially="closed">
            <CodeBlock
              label="Arguments, as proposed"
              code={visible(JSON.stringify(call.call.arguments, null, 2))}
            />
          </Disclosure>
        )}
        {call.approval && !call.decision && !call.answer && (
          <p className="text-small text-ink-soft">
            Only {person} can answer: it would be made on their behalf. Without an answer it counts as denied{" "}
            <Time at={call.approval.expiresAt} />.
          </p>
        )}
        {call.decision && <p className="text-small text-ink-soft">{decisionWords(call.decision)}</p>}
        {call.answer && call.answer.outcome !== "denied" && <Result answer={call.answer} />}
      </div>
    </details>
  );
}

function Result({ answer }: { answer: NonNullable<CallState["answer"]> }) {
  const shown = answer.text === "" ? "The tool answered with nothing." : visible(answer.text);
  return (
    <>
      <CodeBlock label="Result" code={shown} />
      {answer.cutFrom !== null && (
        <p className="text-small text-ink-faint">
          The beginning of {Math.ceil(answer.cutFrom / 1024).toLocaleString("en")} kB; the model got no more
          either.
        </p>
      )}
    </>
  );
}

type Standing = { icon: LucideIcon; word: string; meaning: Meaning; turns?: true };

function standing({ answer, sent, approval, decision }: CallState): Standing {
  if (answer) return OUTCOMES[answer.outcome];
  if (sent) return { icon: LoaderCircle, word: "Under way", meaning: "neutral", turns: true };
  if (approval && !decision) return { icon: Clock, word: "Waits for approval", meaning: "waiting" };
  return { icon: CircleDashed, word: "Next", meaning: "neutral" };
}

const OUTCOMES: Record<NonNullable<CallState["answer"]>["outcome"], Standing> = {
  ok: { icon: Check, word: "Done", meaning: "good" },
  local: { icon: Check, word: "Answered here", meaning: "neutral" },
  toolError: { icon: CircleAlert, word: "Reported an error", meaning: "broken" },
  failed: { icon: CircleAlert, word: "No usable answer", meaning: "broken" },
  refused: { icon: CircleSlash, word: "Not sent", meaning: "broken" },
  forbidden: { icon: CircleSlash, word: "A permission is missing", meaning: "waiting" },
  denied: { icon: CircleSlash, word: "Denied", meaning: "held" },
  cancelled: { icon: CircleSlash, word: "Stopped", meaning: "neutral" },
  interrupted: { icon: TriangleAlert, word: "May have happened", meaning: "waiting" },
};

/** What went, or would go, to the server. */
function argumentsOf({ call, sent, decision }: CallState): string {
  if ("unreadable" in call) return call.unreadable;
  return JSON.stringify(sent?.arguments ?? decision?.arguments ?? call.arguments, null, 2);
}

function decisionWords({
  decision,
  by,
  reason,
  arguments: edited,
}: NonNullable<CallState["decision"]>): string {
  if (decision === "expired") return "Nobody answered in time, which counts as no.";
  if (decision === "approved")
    return edited ? `${by} approved it with other arguments.` : `${by} approved it.`;
  return reason ? `${by} denied it: ${reason}` : `${by} denied it.`;
}
