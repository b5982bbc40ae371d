"use client";

import {
  createContext,
  type InputEvent,
  type ReactNode,
  type SubmitEvent,
  startTransition,
  use,
  useActionState,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import type { FormAction, FormState } from "@/lib/forms/state";
import { focusFirstInvalid } from "./focus-invalid";
import { FormMessage, isEdited } from "./form-message";

type ActionFormProps = {
  action: FormAction;
  /** "form" is one column, 560 wide; "full" takes what the parent gives. */
  width?: "form" | "full";
  /** For a dialog to close itself; pages let the action redirect instead. */
  onDone?: () => void;
  /** Looks at an attempt before it is sent. Whoever says true has it in hand: it is sent when they send it, or never. */
  hold?: (attempt: Attempt) => boolean;
  children: ReactNode;
};

/** `last` is what the attempt before came to; `send` adds what was agreed to meanwhile. */
export type Attempt = { last: FormState; send: (agreed: Readonly<Record<string, string>>) => void };

/**
 * A form wired to a Server Action. What was typed stays in the browser's own
 * controls after a failed attempt, so the server never echoes it; after a done
 * one the form returns to its default values. Before the page is awake it is a
 * plain form post.
 */
export function ActionForm({ action, width = "form", onDone, hold, children }: ActionFormProps) {
  const [state, dispatch, pending] = useActionState(action, IDLE);
  const [edits, setEdits] = useState({ since: state, names: NONE });
  const form = useRef<HTMLFormElement>(null);
  const sentFrom = useTopAfterRedirect();
  const edited = edits.since === state ? edits.names : NONE;

  const settle = useEffectEvent((settled: FormState) => {
    sentFrom.current = null;
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
    const send: Attempt["send"] = (agreed) => {
      for (const [name, value] of Object.entries(agreed)) sent.set(name, value);
      sentFrom.current = window.location.pathname;
      startTransition(() => dispatch(sent));
    };
    if (!hold?.({ last: state, send })) send({});
  }

  function noteEdit(name: string) {
    if (!edited.has(name)) setEdits({ since: state, names: new Set([...edited, name]) });
  }

  function noteInput({ target }: InputEvent<HTMLFormElement>) {
    noteEdit("name" in target ? String(target.name) : "");
  }

  return (
    <FormContext value={{ state, pending, edited, noteEdit }}>
      <form
        ref={form}
        action={dispatch}
        onSubmit={submit}
        onInput={noteInput}
        noValidate
        className={`grid w-full grid-cols-[minmax(0,1fr)] gap-6 ${width === "form" ? "max-w-form" : ""}`}
      >
        {children}
        <FormMessage state={state} edited={edited} />
      </form>
    </FormContext>
  );
}

/**
 * Where an attempt under way was made. A form that is gone before it heard of its outcome, and with it the page,
 * was led elsewhere by its action; the router leaves that page scrolled as far down as the form was.
 */
function useTopAfterRedirect() {
  const sentFrom = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (sentFrom.current !== null && sentFrom.current !== window.location.pathname)
        window.scrollTo({ top: 0 });
    },
    [],
  );
  return sentFrom;
}

/** What the last attempt said about one control, until what it was about is edited. */
export function useFieldError(name: string): string | undefined {
  const { state, edited } = use(FormContext);
  return state.status === "invalid" && !isEdited(name, edited) ? state.fields[name]?.[0] : undefined;
}

/** For what changes a form without typing, such as taking a row away: what was said of it, and of all in it, is past. */
export function useNoteEdit(): (name: string) => void {
  return use(FormContext).noteEdit;
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

const NONE: ReadonlySet<string> = new Set();

type FormValue = {
  state: FormState;
  pending: boolean;
  /** The controls that were changed since the last attempt. */
  edited: ReadonlySet<string>;
  noteEdit: (name: string) => void;
};

const FormContext = createContext<FormValue>({
  state: IDLE,
  pending: false,
  edited: NONE,
  noteEdit: () => {},
});
