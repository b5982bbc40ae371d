"use client";

import { UserPlus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { RadioGroup } from "@/components/forms/radio-group";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/code";
import { Dialog, useCloseDialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Role } from "@/lib/access/policy";
import type { FormState } from "@/lib/forms/state";
import { roleWords } from "@/lib/workspace/sentences";
import { inviteMemberAction } from "./actions";

/** Invites somebody and hands the link over, once. */
export function InviteDialog({ roles }: { roles: readonly Role[] }) {
  return (
    <Dialog
      trigger={
        <Button variant="primary" icon={<UserPlus aria-hidden />}>
          Invite someone
        </Button>
      }
      title="Invite someone"
      sentence="You get a link to send them. It works once, for this address only, for three days."
    >
      <InviteForm roles={roles} />
    </Dialog>
  );
}

function InviteForm({ roles }: { roles: readonly Role[] }) {
  const [made, setMade] = useState<Made | null>(null);

  async function invite(previous: FormState, form: FormData): Promise<FormState> {
    const state = await inviteMemberAction(previous, form);
    if (state.status !== "done" || state.message === undefined) return state;
    const [link = "", mailed = ""] = state.message.split(" ");
    setMade({ link, mailed, email: String(form.get("email")).trim().toLowerCase() });
    return { status: "done" };
  }

  if (made !== null) return <MadeLink {...made} onAnother={() => setMade(null)} />;
  return (
    <ActionForm action={invite}>
      <TextField name="email" label="E-mail" type="email" autoComplete="off" required autoFocus />
      <RadioGroup
        name="role"
        label="Role"
        defaultValue="member"
        options={roles.map((role) => ({
          value: role,
          label: roleWords[role].label,
          description: roleWords[role].does,
        }))}
      />
      <FormButtons>
        <SubmitButton>Create invite link</SubmitButton>
      </FormButtons>
    </ActionForm>
  );
}

type Made = { link: string; mailed: string; email: string };

function MadeLink({ link, mailed, email, onAnother }: Made & { onAnother: () => void }) {
  const line = useRef<HTMLDivElement>(null);
  const close = useCloseDialog();

  // The button that was pressed is gone with its form; the next thing to do is to copy.
  useEffect(() => line.current?.querySelector("button")?.focus(), []);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Notice
        meaning="good"
        title={mailed === "sent" ? `We sent this link to ${email}` : `Send this link to ${email}`}
      >
        {mailed === "sent" && "If no mail arrives, pass it on by hand. "}It is shown only now. Whoever opens
        it joins as {email}.
      </Notice>
      {mailed === "failed" && (
        <Notice meaning="waiting" title="The mail could not be sent">
          Pass the link on by hand.
        </Notice>
      )}
      <div ref={line}>
        <CopyLine label="invite link" text={link} />
      </div>
      <FormButtons>
        <Button variant="primary" onClick={close}>
          Done
        </Button>
        <Button variant="secondary" onClick={onAnother}>
          Invite someone else
        </Button>
      </FormButtons>
    </div>
  );
}
