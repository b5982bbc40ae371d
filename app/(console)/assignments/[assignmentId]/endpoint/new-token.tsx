"use client";

import { KeyRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/code";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/forms/state";
import { createTokenAction } from "../../actions";
import { SnippetPicker } from "./snippet-picker";
import { snippetsFor } from "./snippets";

type NewTokenProps = { assignment: { id: string; name: string }; url: string };

/** Makes a personal token and shows it, this once, also in what is pasted where it is used. */
export function NewToken(endpoint: NewTokenProps) {
  return (
    <Dialog
      trigger={
        <Button variant="primary" icon={<KeyRound aria-hidden />}>
          New token
        </Button>
      }
      title="New personal token"
      sentence="Whoever holds it calls this assignment's tools as you, with your sign-ins."
    >
      <TokenForm {...endpoint} />
    </Dialog>
  );
}

function TokenForm({ assignment, url }: NewTokenProps) {
  const [token, setToken] = useState<string | null>(null);
  if (token !== null) return <MadeToken token={token} assignment={assignment} url={url} />;

  const make: FormAction = async (previous, form) => {
    const state = await createTokenAction(previous, form);
    if (state.status !== "done" || state.message === undefined) return state;
    setToken(state.message);
    return { status: "done" };
  };
  return (
    <ActionForm action={make}>
      <HiddenField name="assignmentId" value={assignment.id} />
      <TextField name="name" label="Name" placeholder="Claude on my laptop" maxLength={60} required />
      <SelectField
        name="expiry"
        label="Expires"
        defaultValue="90"
        options={[
          { value: "7", label: "In 7 days" },
          { value: "30", label: "In 30 days" },
          { value: "90", label: "In 90 days" },
          { value: "never", label: "Never" },
        ]}
      />
      <SubmitButton>Make token</SubmitButton>
    </ActionForm>
  );
}

function MadeToken({ token, assignment, url }: NewTokenProps & { token: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="grid grid-cols-[minmax(0,1fr)] gap-3 outline-none">
      <Notice meaning="good" title="Copy it now">
        It is not stored and can't be shown again. Keep it like a password.
      </Notice>
      <CopyLine label="token" text={token} />
      <p className="font-medium">Use it from</p>
      <SnippetPicker snippets={snippetsFor(assignment.name, url, token)} />
    </div>
  );
}
