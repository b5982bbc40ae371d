/**
 * What a form knows about its last submission. `fields` is keyed by the name of
 * the control; a nested one is spelled with dots, as in `headers.0.name`.
 * Nothing that was typed is ever in here: the browser keeps it, the server
 * does not send it back.
 */
export type FormState =
  | { status: "idle" }
  | { status: "invalid"; fields: { readonly [name: string]: readonly string[] | undefined } }
  | { status: "failed"; message: string }
  | { status: "done"; message?: string };

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;
