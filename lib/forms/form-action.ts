import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { requireActor } from "@/lib/session/current";
import { requireOwnOrigin } from "@/lib/session/origin";
import { reportBug } from "./bug-report";
import { valuesOf } from "./form-values";
import type { FormAction, FormState } from "./state";

type Outcome = Promise<FormState | undefined>;

/**
 * Turns a command into a Server Action: makes sure one of our own pages sent the
 * form, finds out who is asking, parses what they sent, and reports failures
 * back to the form without repeating anything they typed.
 */
export function formAction<Schema extends z.ZodType>(
  schema: Schema,
  perform: (actor: Actor & { kind: "member" }, input: z.output<Schema>) => Outcome,
): FormAction {
  return (_previous, form) =>
    shown(async () => {
      const actor = await requireActor();
      return parsed(schema, form, (input) => perform(actor, input));
    });
}

/** The same for the entrance: log-in, set-up and invites, where nobody is known yet. */
export function entranceAction<Schema extends z.ZodType>(
  schema: Schema,
  perform: (input: z.output<Schema>) => Outcome,
): FormAction {
  return (_previous, form) => shown(() => parsed(schema, form, perform));
}

/** Next's own signals, such as a redirect, pass through; everything else becomes a state of the form. */
async function shown(work: () => Promise<FormState>): Promise<FormState> {
  try {
    requireOwnOrigin(await headers());
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    if (!(error instanceof Failure)) return { status: "failed", message: reportBug(error) };
    if (error.field) return { status: "invalid", fields: { [error.field]: [error.message] } };
    return { status: "failed", message: error.message };
  }
}

async function parsed<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
  perform: (input: z.output<Schema>) => Outcome,
): Promise<FormState> {
  const input = schema.safeParse(valuesOf(form));
  if (!input.success) return rejected(input.error);
  return (await perform(input.data)) ?? { status: "done" };
}

/** An issue belongs to the control it names; one that names none is about the form as a whole. */
function rejected(error: z.ZodError): FormState {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    if (issue.path.length === 0) return { status: "failed", message: issue.message };
    const name = issue.path.join(".");
    fields[name] = [...(fields[name] ?? []), issue.message];
  }
  return { status: "invalid", fields };
}
