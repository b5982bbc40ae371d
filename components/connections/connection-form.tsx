"use client";

import { Radar } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ActionForm, type Attempt } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { Kept } from "@/components/forms/kept";
import { RadioGroup } from "@/components/forms/radio-group";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { WhilePending } from "@/components/forms/while-pending";
import { Button } from "@/components/ui/button";
import type { Authorization, CheckVerdict, ConnectionImpact, ConnectionView } from "@/lib/connections/schema";
import type { FormAction } from "@/lib/forms/state";
import { AddressField } from "./address-field";
import { AdvancedSettings } from "./advanced-settings";
import { authorizationWords } from "./authorization-words";
import { CheckPanel } from "./check-panel";
import { ConfirmEnding, endsSignIns } from "./confirm-ending";
import { type Draft, draftOf, placeOf } from "./draft";
import { HeaderRows } from "./header-rows";
import { ReconnectNotice } from "./reconnect-notice";
import { type Check, useCheck } from "./use-check";

type ConnectionFormProps = {
  action: FormAction;
  /** The operator's list of addresses that may be private. */
  allow: readonly string[];
  redirectUri: string;
  /** The company's identity provider, or null where there is none. */
  companyHost: string | null;
  /** The connection to change and what that may cost, or null to add one. */
  edited: { connection: ConnectionView; impact: ConnectionImpact } | null;
  /** What is said while the server is talked to. */
  pendingWords: string;
  submit: string;
};

/** Add and Edit: the form on the left, the live check on the right, or after the address on a phone. */
export function ConnectionForm({
  action,
  allow,
  redirectUri,
  companyHost,
  edited,
  pendingWords,
  submit,
}: ConnectionFormProps) {
  const connection = edited?.connection ?? null;
  const [draft, setDraft] = useState(() => draftOf(connection));
  const [found, setFound] = useState<CheckVerdict | null>(null);
  const [asked, setAsked] = useState<Attempt | null>(null);
  const change = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));

  const panel = useRef<HTMLDivElement>(null);
  const { check, run } = useCheck((verdict) => {
    setFound(verdict);
    if (connection === null) change(foundMethod(verdict, draft.authorization));
    if (needsOwnApp(verdict)) change({ ownApp: true });
  });

  // When it starts, and when it has grown by what it found.
  useEffect(() => {
    if (check.kind !== "idle") bringIntoView(panel.current);
  }, [check.kind]);

  function askBeforeEnding(attempt: Attempt): boolean {
    const ends = edited !== null && endsSignIns(edited, placeOf(draft, allow), attempt.last);
    if (ends) setAsked(attempt);
    return ends;
  }

  return (
    <ActionForm action={action} width="full" hold={askBeforeEnding}>
      {connection && <HiddenField name="connectionId" value={connection.id} />}
      {connection && <HiddenField name="version" value={String(connection.version)} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,35rem)_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:gap-x-10">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <TextField
            name="name"
            label="Connection name"
            hint="For example “Internal CRM”. Everyone in the workspace sees it."
            autoComplete="off"
            maxLength={60}
            defaultValue={connection?.name ?? ""}
          />
          <RadioGroup
            name="authorization"
            label="Authorization"
            hint={foundWords(found) ?? "Not sure? Check server finds out."}
            options={METHODS}
            value={draft.authorization}
            onValueChange={(value) => isAuthorization(value) && change({ authorization: value })}
          />
          <Kept shown={draft.authorization === "headers"}>
            <HeaderRows initial={draft.headers} onAskedChange={(asked) => change({ asked })} />
          </Kept>
          <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
            <div className="w-full">
              <AddressField
                initial={connection?.url ?? ""}
                address={draft.url}
                allow={allow}
                refusal={addressRefusal(check, draft.url.trim())}
                onAddressChange={(url) => change({ url })}
              />
            </div>
            <Button
              variant="secondary"
              icon={<Radar aria-hidden />}
              onClick={() => run({ url: draft.url.trim(), issuer: draft.issuer })}
            >
              Check server
            </Button>
          </div>
        </div>

        <div
          ref={panel}
          className="scroll-mt-16 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1"
        >
          <CheckPanel
            check={check}
            address={draft.url}
            isWaiting={needsOwnApp(found) && draft.clientId.trim() === ""}
          />
        </div>

        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <AdvancedSettings
            draft={draft}
            isNeeded={needsOwnApp(found)}
            client={connection?.client ?? null}
            redirectUri={redirectUri}
            companyHost={companyHost}
            onChange={change}
          />
          {edited && <ReconnectNotice {...edited} draft={draft} allow={allow} />}
          <div className="grid gap-3">
            <FormButtons>
              <SubmitButton>{submit}</SubmitButton>
            </FormButtons>
            <WhilePending words={pendingWords} />
          </div>
        </div>
      </div>
      {edited && asked && <ConfirmEnding {...edited} onAgree={asked.send} onClose={() => setAsked(null)} />}
    </ActionForm>
  );
}

const METHODS = Object.entries(authorizationWords).map(([value, words]) => ({ value, ...words }));

function isAuthorization(value: string): value is Authorization {
  return value in authorizationWords;
}

/** On a phone the check is below the button that starts it. The focus stays; what comes is read aloud. */
function bringIntoView(panel: HTMLElement | null): void {
  if (panel === null || panel.getBoundingClientRect().bottom <= window.innerHeight) return;
  if (window.matchMedia("(min-width: 64rem)").matches) return;
  panel.scrollIntoView({ block: "start" });
}

/** What the check of just this address found wrong with the address itself. */
function addressRefusal(check: Check, address: string): string | undefined {
  if (check.kind !== "done" || check.verdict.kind !== "refused" || check.url !== address) return undefined;
  return check.steps.find(({ step, outcome }) => step === "address" && outcome === "failed")?.sentence;
}

function needsOwnApp(found: CheckVerdict | null): boolean {
  return found?.kind === "usable" && found.registration === "manual";
}

/** A credential without OAuth may be a key or headers; what the admin chose of the two stays. */
function foundMethod(verdict: CheckVerdict, chosen: Authorization): Partial<Draft> {
  if (verdict.kind === "refused") return {};
  if (verdict.found !== "credential") return { authorization: verdict.found };
  return { authorization: chosen === "headers" ? "headers" : "apiKey" };
}

function foundWords(found: CheckVerdict | null): ReactNode {
  if (found?.kind !== "usable") return undefined;
  const ink = needsOwnApp(found) ? "text-waiting" : "text-good";
  return <span className={`font-medium ${ink}`}>{FOUND[found.registration ?? found.found]}</span>;
}

const FOUND = {
  none: "We found that it needs no sign-in.",
  credential: "We found that it wants a credential and announces no OAuth.",
  oauth: "We found OAuth.",
  "metadata-document": "We found OAuth with a client metadata document.",
  dynamic: "We found OAuth with automatic registration.",
  manual: "We found OAuth without automatic registration: it needs your own OAuth app.",
} as const;
