import { Check, CircleAlert, CircleSlash, Clock, Loader, type LucideIcon, TriangleAlert } from "lucide-react";
import { visible } from "@/components/tools/visible";
import { CodeBlock, Mono } from "@/components/ui/code";
import { type Meaning, meaningInk } from "@/components/ui/meaning";
import type { RunTool } from "@/lib/runs/schema";
import type { CallState } from "@/lib/runs/state";

type CallCardProps = { call: CallState; tool: RunTool | null };

/** One call of a run: a line when closed, everything that went and came when open. Its texts were written by a server and are drawn as text. */
export function CallCard({ call, tool }: CallCardProps) {
  const { icon: Icon, word, meaning } = standing(call);
  const args = argumentsOf(call);
  return (
    <details className="group rounded-card border border-line bg-surface">
      <summary className="flex min-h-10 list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-card px-3 py-2 select-none hover:bg-canvas">
        <Icon aria-hidden className={`size-4 shrink-0 ${meaningInk[meaning]}`} />
        <span className="font-medium">{tool ? `${tool.connection} · ` : ""}</span>
        <Mono>{tool?.tool ?? call.call.name}</Mono>
        <span className="min-w-0 flex-1 basis-24 truncate font-mono text-meta text-ink-faint">
          {oneLine(args)}
        </span>
        <span className={`text-small ${meaningInk[meaning]}`}>{word}</span>
        {call.answer && call.sent && (
          <span className="text-small text-ink-faint tabular-nums">{duration(call.answer.durationMs)}</span>
        )}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line p-3">
        <CodeBlock
          label={call.decision?.arguments ? "Arguments, as edited" : "Arguments"}
          code={visible(args)}
        />
        {call.decision && <p className="text-small text-ink-soft">{decisionWords(call.decision)}</p>}
        {call.answer && <Result answer={call.answer} />}
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

type Standing = { icon: LucideIcon; word: string; meaning: Meaning };

function standing({ answer, sent, approval, decision }: CallState): Standing {
  if (answer) return OUTCOMES[answer.outcome];
  if (sent) return { icon: Loader, word: "under way", meaning: "neutral" };
  if (approval && !decision) return { icon: Clock, word: "waits for approval", meaning: "waiting" };
  return { icon: Loader, word: "next", meaning: "neutral" };
}

const OUTCOMES: Record<NonNullable<CallState["answer"]>["outcome"], Standing> = {
  ok: { icon: Check, word: "done", meaning: "good" },
  local: { icon: Check, word: "answered here", meaning: "neutral" },
  toolError: { icon: CircleAlert, word: "the tool reported an error", meaning: "broken" },
  failed: { icon: CircleAlert, word: "no usable answer", meaning: "broken" },
  refused: { icon: CircleSlash, word: "not sent", meaning: "broken" },
  denied: { icon: CircleSlash, word: "denied", meaning: "held" },
  cancelled: { icon: CircleSlash, word: "stopped", meaning: "neutral" },
  interrupted: { icon: TriangleAlert, word: "may have happened", meaning: "waiting" },
};

/** What went, or would go, to the server. */
function argumentsOf({ call, sent, decision }: CallState): string {
  if ("unreadable" in call) return call.unreadable;
  return JSON.stringify(sent?.arguments ?? decision?.arguments ?? call.arguments, null, 2);
}

function oneLine(args: string): string {
  const line = visible(args).replace(/\s+/g, " ");
  return line === "{}" ? "" : line.slice(0, 200);
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

function duration(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
