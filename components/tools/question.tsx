"use client";

import { type SubmitEvent, useState } from "react";
import { focusField } from "@/components/forms/focus-invalid";
import { buttonClass } from "@/components/ui/button-class";
import { Notice } from "@/components/ui/notice";
import type { Json, JsonObject, QuestionReply } from "@/lib/tools/schema";
import { missingPaths, startingValue } from "./argument-values";
import { Arguments, takesNothing } from "./arguments";
import { isObject } from "./field-kind";

type QuestionProps = {
  toolName: string;
  message: string;
  schema: JsonObject;
  isPending: boolean;
  onReply: (reply: QuestionReply) => void;
};

/** What a tool asks in the middle of a call. Its words are the server's, so the frame says whose they are. */
export function Question({ toolName, message, schema, isPending, onReply }: QuestionProps) {
  const [value, setValue] = useState<Json | undefined>(() => startingValue(schema, schema));
  const [missing, setMissing] = useState<string[]>([]);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const found = missingPaths(schema, schema, value);
    setMissing(found);
    if (found[0] !== undefined) return focusField(event.currentTarget, found[0]);
    onReply({ action: "accept", content: isObject(value) ? value : {} });
  }

  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={`${toolName} asks`}
      className="grid grid-cols-[minmax(0,1fr)] gap-6"
    >
      <Notice meaning="waiting" title={`${toolName} asks you something before it goes on`}>
        What you answer goes to its server. Don't enter a password or a key here.
      </Notice>
      <p className="whitespace-pre-wrap wrap-anywhere">{message}</p>
      {!takesNothing(schema) && <Arguments schema={schema} value={value} onChange={setValue} />}
      {missing.length > 0 && <Notice meaning="broken" title={`Fill in ${missing.join(", ")} first.`} />}
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" aria-disabled={isPending || undefined} className={buttonClass("primary")}>
          Send answer
        </button>
        <button
          type="button"
          aria-disabled={isPending || undefined}
          className={buttonClass("secondary")}
          onClick={() => !isPending && onReply({ action: "decline" })}
        >
          Don't answer
        </button>
      </div>
    </form>
  );
}
