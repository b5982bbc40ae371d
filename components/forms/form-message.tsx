"use client";

import { type MouseEvent, useLayoutEffect, useRef, useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { FormState } from "@/lib/forms/state";
import { focusField, inOrder, isSaidAtField } from "./focus-invalid";

type FormMessageProps = { state: FormState; edited: ReadonlySet<string> };

/** What the last attempt came to, read aloud when it comes. */
export function FormMessage({ state, edited }: FormMessageProps) {
  return (
    <div aria-live="polite" className="max-w-form empty:hidden has-[>:empty]:hidden">
      {state.status === "failed" && <Notice meaning="broken" title={state.message} />}
      {state.status === "done" && state.message !== undefined && (
        <Notice meaning="good" title={state.message} />
      )}
      {state.status === "invalid" && <InvalidSummary fields={state.fields} edited={edited} />}
    </div>
  );
}

type InvalidFields = Extract<FormState, { status: "invalid" }>["fields"];

type InvalidSummaryProps = { fields: InvalidFields; edited: ReadonlySet<string> };

/** What is left to look at, from top to bottom. A single thing that its field says already is not said again. */
function InvalidSummary({ fields, edited }: InvalidSummaryProps) {
  const [names, setNames] = useState<readonly string[]>([]);
  const [saidFor, setSaidFor] = useState<InvalidFields | null>(null);
  const place = useRef<HTMLDivElement>(null);

  // Only the page knows where its fields are, and whether one is in sight.
  useLayoutEffect(() => {
    const form = place.current?.closest("form") ?? null;
    const ordered = inOrder(form, Object.keys(fields));
    setNames(ordered);
    setSaidFor(isSaidAtField(form, ordered[0] ?? "") ? fields : null);
  }, [fields]);

  const problems = names.flatMap((name) => {
    const sentence = fields[name]?.[0];
    return sentence === undefined || isEdited(name, edited) ? [] : [{ name, sentence }];
  });
  const isSaid = names.length === 1 && saidFor === fields;
  return <div ref={place}>{problems.length > 0 && !isSaid && <Problems problems={problems} />}</div>;
}

/** Whether a control, or the group it is in, was changed since: `headers` stands for all of its rows. */
export function isEdited(name: string, edited: ReadonlySet<string>): boolean {
  return [...edited].some((one) => one !== "" && (one === name || name.startsWith(`${one}.`)));
}

function Problems({ problems }: { problems: readonly { name: string; sentence: string }[] }) {
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
