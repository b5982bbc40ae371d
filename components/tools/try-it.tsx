"use client";

import { type SubmitEvent, useRef, useState, useTransition } from "react";
import { focusField } from "@/components/forms/focus-invalid";
import { buttonClass } from "@/components/ui/button-class";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { Json, JsonObject, QuestionReply, TriedCall } from "@/lib/tools/schema";
import { missingPaths, startingValue } from "./argument-values";
import { Arguments } from "./arguments";
import { AskFirst } from "./ask-first";
import { CallResult } from "./call-result";
import { isObject } from "./field-kind";
import { notSendable } from "./json-field";
import { Question } from "./question";

type TryItProps = {
  toolId: string;
  toolName: string;
  inputSchema: JsonObject;
  /** The server says that it may destroy something: ask first. */
  destroys: boolean;
  call: (asked: { toolId: string; arguments: JsonObject }) => Promise<TriedCall>;
  /** Goes on with a call that has asked something. */
  answer: (given: { conversation: string; reply: QuestionReply }) => Promise<TriedCall>;
};

/** Calls one tool as oneself, with a form made from its schema, and shows what came back. */
export function TryIt({ toolId, toolName, inputSchema, destroys, call, answer }: TryItProps) {
  const [value, setValue] = useState<Json | undefined>(() => startingValue(inputSchema, inputSchema));
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [tried, setTried] = useState<TriedCall | null>(null);
  const [isPending, startTransition] = useTransition();
  const button = useRef<HTMLButtonElement>(null);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const form = event.currentTarget;
    const missing = missingPaths(inputSchema, inputSchema, value);
    const found = problemIn(form, missing);
    setProblem(found);
    if (missing[0] !== undefined) focusField(form, missing[0]);
    if (found !== null) return;
    if (destroys) setIsAsking(true);
    else send();
  }

  function send() {
    setIsAsking(false);
    wait(call({ toolId, arguments: isObject(value) ? value : {} }));
  }

  function wait(outcome: Promise<TriedCall>) {
    startTransition(async () => setTried(await outcome.catch(() => CUT_OFF)));
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2 lg:gap-10">
      <form onSubmit={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Arguments schema={inputSchema} value={value} onChange={setValue} />
        <div aria-live="polite" className="empty:hidden">
          {problem !== null && <Notice meaning="broken" title={problem} />}
        </div>
        <div className="flex items-center gap-3">
          <button
            ref={button}
            type="submit"
            aria-busy={isPending}
            aria-disabled={isPending || undefined}
            className={buttonClass("primary")}
          >
            {isPending && <Spinner />}
            Try it
          </button>
          <span aria-live="polite" className="text-small text-ink-soft">
            {isPending ? "Waiting for the server." : ""}
          </span>
        </div>
      </form>
      {isAsking && (
        <AskFirst toolName={toolName} asker={button} onNo={() => setIsAsking(false)} onYes={send} />
      )}
      <div aria-live="polite" className="grid grid-cols-[minmax(0,1fr)]">
        {tried === null && (
          <p className="rounded-card border border-dashed border-line-strong px-4 py-6 text-center text-small text-ink-faint">
            The result appears here.
          </p>
        )}
        {tried?.kind === "asks" && (
          <Question
            key={tried.message}
            {...tried}
            toolName={toolName}
            isPending={isPending}
            onReply={(reply) => wait(answer({ conversation: tried.conversation, reply }))}
          />
        )}
        {tried !== null && tried.kind !== "asks" && <CallResult call={tried} />}
      </div>
    </div>
  );
}

const CUT_OFF: TriedCall = {
  kind: "failed",
  sentence: "The answer was cut off on the way from Patchbay. Whether the tool ran is not known.",
  durationMs: 0,
};

/** What can be told before the server is asked; the rest of its schema is the server's to check. */
function problemIn(form: HTMLFormElement, missing: readonly string[]): string | null {
  if (form.querySelector(`[${notSendable}]`)) return "One value is not JSON yet.";
  return missing.length === 0 ? null : `Fill in ${missing.join(", ")} first.`;
}
