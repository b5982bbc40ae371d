"use client";

import type { MouseEvent } from "react";
import { Notice } from "@/components/ui/notice";
import type { FormState } from "@/lib/forms/state";
import { focusField } from "./focus-invalid";

/** What the last attempt came to, read aloud when it comes. */
export function FormMessage({ state }: { state: FormState }) {
  return (
    <div aria-live="polite" className="empty:hidden">
      {state.status === "failed" && <Notice meaning="broken" title={state.message} />}
      {state.status === "done" && state.message !== undefined && (
        <Notice meaning="good" title={state.message} />
      )}
      {state.status === "invalid" && <InvalidSummary fields={state.fields} />}
    </div>
  );
}

type InvalidFields = Extract<FormState, { status: "invalid" }>["fields"];

function InvalidSummary({ fields }: { fields: InvalidFields }) {
  const problems = Object.entries(fields).flatMap(([name, sentences]) =>
    sentences?.[0] === undefined ? [] : [{ name, sentence: sentences[0] }],
  );
  const title =
    problems.length === 1 ? "One thing needs another look" : `${problems.length} things need another look`;
  return (
    <Notice meaning="broken" title={title}>
      <ul className="grid gap-0.5">
        {problems.map(({ name, sentence }) => (
          <li key={name}>
            <button
              type="button"
              onClick={(event: MouseEvent<HTMLButtonElement>) => focusField(event.currentTarget.form, name)}
              className="rounded-control text-left underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              {sentence}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
