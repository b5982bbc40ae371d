"use client";

import { useState } from "react";
import { useFieldError } from "@/components/forms/action-form";
import { CheckboxField, SwitchField } from "@/components/forms/checkbox-field";
import { RadioGroup } from "@/components/forms/radio-group";
import { SecretField } from "@/components/forms/secret-field";
import { SelectField } from "@/components/forms/select-field";
import { TextArea } from "@/components/forms/text-area";
import { TextField } from "@/components/forms/text-field";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { ClientView, OAuthSettings } from "@/lib/connections/schema";
import { methodLabels } from "./authorization-words";

type OAuthFieldsProps = {
  initial: OAuthSettings;
  signsIn: OAuthSettings["signsIn"];
  ownApp: boolean;
  /** Check server found no other way; it turns the switch on. */
  isOwnAppNeeded: boolean;
  client: ClientView | null;
  redirectUri: string;
  /** The company's identity provider, or null where there is none. */
  companyHost: string | null;
  onChange: (changed: Changed) => void;
};

type Changed = Partial<Pick<OAuthSettings, "signsIn" | "ownApp">> & { issuer?: string; clientId?: string };

/** What an authorization server may need to be told beyond what it publishes. */
export function OAuthFields({ initial, companyHost, onChange, ...ownApp }: OAuthFieldsProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <RadioGroup
        name="signsIn"
        label="Who signs in"
        options={WHO.filter(({ value }) => value !== "company" || companyHost || initial.signsIn === value)}
        value={ownApp.signsIn}
        onValueChange={(who) =>
          onChange({ signsIn: WHO.find(({ value }) => value === who)?.value ?? "person" })
        }
      />
      <OwnApp {...ownApp} onChange={onChange} />
      <TextField
        name="scopes"
        label="Scopes"
        face="mono"
        hint="Separated by spaces. Empty: the ones the server asks for."
        defaultValue={initial.scopes.join(" ")}
      />
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <SelectField
          name="resource"
          label="Resource parameter"
          hint="Tells the provider which server the token is for."
          options={RESOURCE}
          defaultValue={initial.resource}
        />
        <SelectField
          name="tokenAuth"
          label="Token endpoint authentication"
          hint="How the client proves itself."
          options={TOKEN_AUTH}
          defaultValue={initial.tokenAuth}
        />
      </div>
      <TextArea
        name="parameters"
        label="Extra authorize parameters"
        face="mono"
        rows={2}
        placeholder="access_type=offline"
        hint="name=value, one a line."
        defaultValue={Object.entries(initial.parameters)
          .map(([name, value]) => `${name}=${value}`)
          .join("\n")}
      />
      <Risks initial={initial} onChange={onChange} />
    </div>
  );
}

function OwnApp({
  signsIn,
  ownApp,
  isOwnAppNeeded,
  client,
  redirectUri,
  onChange,
}: Omit<OAuthFieldsProps, "initial" | "companyHost">) {
  const isManual = client?.registration === "manual";
  const hasSecret = isManual && client.hasSecret;
  // Create may find out too that nothing works without one, and then says so of the Client ID.
  const isMissing = useFieldError("clientId") !== undefined;
  const isShared = signsIn === "workspace";
  // Where nobody consents, the provider has to know the app beforehand.
  const isUnasked = signsIn !== "person";
  const isOn = ownApp || isMissing || isUnasked;
  return (
    <div className="grid gap-4">
      {!isUnasked && (
        <SwitchField
          key={isOwnAppNeeded || isMissing ? "needed" : "chosen"}
          name="ownApp"
          label="Use my own OAuth app"
          hint="Off: Patchbay registers itself where the server allows it."
          defaultChecked={isOn}
          onCheckedChange={(checked) => onChange({ ownApp: checked })}
        />
      )}
      <fieldset
        hidden={!isOn}
        disabled={!isOn}
        className="grid grid-cols-[minmax(0,1fr)] gap-4 border-l-2 border-line pl-4"
      >
        <TextField
          name="clientId"
          label="Client ID"
          face="mono"
          autoComplete="off"
          defaultValue={isManual ? client.clientId : ""}
          onValueChange={(clientId) => onChange({ clientId, ownApp: true })}
        />
        <SecretField
          name="clientSecret"
          label={isShared ? "Client Secret or private key" : "Client Secret"}
          hint={secretHint(isShared, hasSecret)}
          stored={hasSecret}
        />
        <div className="relative" hidden={isUnasked}>
          <TextField
            name="redirectUri"
            label="Redirect URI"
            face="mono"
            readOnly
            hint="Register exactly this at your OAuth provider."
            defaultValue={redirectUri}
          />
          <span className="absolute -top-1 right-0">
            <CopyButton text={redirectUri} what="Redirect URI" />
          </span>
        </div>
      </fieldset>
    </div>
  );
}

function secretHint(isShared: boolean, hasSecret: boolean): string | undefined {
  if (isShared) return "A private key as PEM or JWK signs with ES256 or RS256 (private_key_jwt).";
  return hasSecret ? undefined : "Empty for a public client.";
}

function Risks({ initial, onChange }: Pick<OAuthFieldsProps, "initial" | "onChange">) {
  const [issuer, setIssuer] = useState(initial.issuer ?? "");
  const [allowed, setAllowed] = useState(initial.allowUnstatedPkce);
  return (
    <div className="grid gap-4">
      <TextField
        name="issuer"
        label="Issuer"
        type="url"
        face="mono"
        autoComplete="off"
        hint="Empty: the one the server publishes."
        defaultValue={initial.issuer ?? ""}
        onValueChange={(typed) => {
          setIssuer(typed);
          onChange({ issuer: typed });
        }}
      />
      {issuer.trim() !== "" && (
        <Notice meaning="waiting" title="A risk: this issuer replaces the one the server publishes">
          People will consent there, and their tokens for this server will come from there. Enter it only when
          the server's own documentation names it.
        </Notice>
      )}
      <CheckboxField
        name="allowUnstatedPkce"
        label="Go on when the provider does not say it supports PKCE"
        hint="The S256 challenge is sent all the same."
        defaultChecked={initial.allowUnstatedPkce}
        onCheckedChange={setAllowed}
      />
      {allowed && (
        <Notice meaning="waiting" title="A risk: nothing proves that the provider checks PKCE">
          If it does not, someone who intercepts a consent could finish it in place of your teammate.
        </Notice>
      )}
    </div>
  );
}

const WHO = [
  {
    value: "person",
    label: "Each person signs in",
    description: "Calls reach the server as the person who makes them.",
  },
  {
    value: "workspace",
    label: "One workspace sign-in",
    description:
      "Everyone in the workspace shares the app's own access (client credentials). The server can't tell people apart; Activity can.",
  },
  {
    value: "company",
    label: methodLabels.company,
    description:
      "The company's identity provider vouches for each person, who consents nowhere (enterprise-managed authorization). The server has to trust it.",
  },
] as const;

const RESOURCE = [
  { value: "auto", label: "Automatic" },
  { value: "include", label: "Always send" },
  { value: "omit", label: "Never send" },
];

const TOKEN_AUTH = [
  { value: "auto", label: "Automatic" },
  { value: "basic", label: "Basic (client_secret_basic)" },
  { value: "post", label: "Post (client_secret_post)" },
  { value: "none", label: "None (public client)" },
];
