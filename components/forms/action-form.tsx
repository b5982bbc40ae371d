"use client";

import {
  createContext,
  type ReactNode,
  type SubmitEvent,
  startTransition,
  use,
  useActionState,
  useEffect,
  useEffectEvent,
  useRef,
} from "react";
import type { FormAction, FormState } from "@/lib/forms/state";
import { focusFirstInvalid } from "./focus-invalid";
import { FormMessage } from "./form-message";

type ActionFormProps = {
  action: FormAction;
  /** "form" is one column, 560 wide; "full" takes what the parent gives. */
  width?: "form" | "full";
  /** For a dialog to close itself; pages let the action redirect instead. */
  onDone?: () => void;
  children: ReactNode;
};

/**
 * A form wired to a Server Action. What was typed stays in the browser's own
 * controls after a failed attempt, so the server never echoes it; after a done
 * one the form returns to its default values. Before the page is awake it is a
 * plain form post.
 */
export function ActionForm({ action, width = "form", onDone, children }: ActionFormProps) {
  const [state, dispatch, pending] = useActionState(action, IDLE);
  const form = useRef<HTMLFormElement>(null);

  const settle = useEffectEvent((settled: FormState) => {
    if (settled.status === "invalid") focusFirstInvalid(form.current);
    if (settled.status !== "done") return;
    form.current?.reset();
    onDone?.();
  });
  useEffect(() => settle(state), [state]);

  // Left to itself, React empties a form after every attempt, also a failed one.
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const sent = typedInto(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => dispatch(sent));
  }

  return (
    <FormContext value={{ state, pending }}>
      <form
        ref={form}
        action={dispatch}
        onSubmit={submit}
        noValidate
        className={`grid w-full grid-cols-[minmax(0,1fr)] gap-6 ${width === "form" ? "max-w-form" : ""}`}
      >
        {children}
        <FormMessage state={state} />
      </form>
    </FormContext>
  );
}

/** What the last attempt said about one control. */
export function useFieldError(name: string): string | undefined {
  const { state } = use(FormContext);
  return state.status === "invalid" ? state.fields[name]?.[0] : undefined;
}

export function useFormPending(): boolean {
  return use(FormContext).pending;
}

/** What the person filled in, without the fields that carry a plain form post to its action. */
function typedInto(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const sent = new FormData(form, submitter);
  for (const name of [...sent.keys()]) {
    if (name.startsWith("$ACTION_")) sent.delete(name);
  }
  return sent;
}

const IDLE: FormState = { status: "idle" };

const FormContext = createContext<{ state: FormState; pending: boolean }>({ state: IDLE, pending: false });
