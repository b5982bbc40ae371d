"use client";

import { type SubmitEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Dialog, useCloseDialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import type { Json, JsonObject, TriedCall } from "@/lib/tools/schema";
import { ArgumentFields } from "./argument-field";
import { missingPaths, startingValue } from "./argument-values";
import { CallResult } from "./call-result";
import { fieldsOf, isObject, plainSchema } from "./field-kind";
import { JsonField, notSendable } from "./json-field";

type TryItProps = {
  toolId: string;
  toolName: string;
  inputSchema: JsonObject;
  /** The server says that it may destroy something: ask first. */
  destroys: boolean;
  call: (asked: { toolId: string; arguments: JsonObject }) => Promise<TriedCall>;
};

/** Calls one tool as oneself, with a form made from its schema, and shows what came back. */
export function TryIt({ toolId, toolName, inputSchema, destroys, call }: TryItProps) {
  const [value, setValue] = useState<Json | undefined>(() => startingValue(inputSchema, inputSchema));
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [tried, setTried] = useState<TriedCall | null>(null);
  const [isPending, startTransition] = useTransition();

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const found = problemIn(event.currentTarget, inputSchema, value);
    setProblem(found);
    if (found !== null) return;
    if (destroys) setIsAsking(true);
    else send();
  }

  function send() {
    startTransition(async () => {
      setTried(await call({ toolId, arguments: isObject(value) ? value : {} }).catch(() => CUT_OFF));
    });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <form onSubmit={submit} noValidate className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-6">
        <Arguments schema={inputSchema} value={value} onChange={setValue} />
        <div aria-live="polite" className="empty:hidden">
          {problem !== null && <Notice meaning="broken" title={problem} />}
        </div>
        <div className="flex items-center gap-3">
          <button type="submit" aria-busy={isPending} aria-disabled={isPending || undefined} className={buttonClass("primary")}>
            {isPending && <Spinner />}
            Try it
          </button>
          <span aria-live="polite" className="text-small text-ink-soft">
            {isPending ? "Waiting for the server." : ""}
          </span>
        </div>
      </form>
      {destroys && (
        <AskFirst toolName={toolName} isOpen={isAsking} onOpenChange={setIsAsking} onYes={send} />
      )}
      <div aria-live="polite" className="grid grid-cols-[minmax(0,1fr)] empty:hidden">
        {tried !== null && <CallResult call={tried} />}
      </div>
    </div>
  );
}
