"use client";

import { useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { Kept } from "@/components/forms/kept";
import { RadioGroup } from "@/components/forms/radio-group";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { WhilePending } from "@/components/forms/while-pending";
import { type ModelView, type Provider, providers, readBaseUrl } from "@/lib/model/schema";
import { providerWords } from "@/lib/model/sentences";
import { saveModelAction } from "./actions";

type ModelFormProps = {
  model: ModelView | null;
  /** The operator's list of addresses that may be private. */
  allow: readonly string[];
};

export function ModelForm({ model, allow }: ModelFormProps) {
  const [provider, setProvider] = useState<Provider>(model?.provider ?? "anthropic");
  const [address, setAddress] = useState(model?.baseUrl ?? "");
  const isStored = isKept(model, provider, address, allow);
  return (
    <ActionForm action={saveModelAction}>
      <HiddenField name="version" value={String(model?.version ?? 0)} />
      <RadioGroup
        name="provider"
        label="Provider"
        options={OPTIONS}
        value={provider}
        onValueChange={(value) => setProvider(providers.find((one) => one === value) ?? provider)}
      />
      <Kept shown={provider === "compatible"}>
        <TextField
          name="baseUrl"
          label="Base URL"
          type="url"
          face="mono"
          inputMode="url"
          autoComplete="off"
          placeholder="https://models.example.com/v1"
          defaultValue={model?.baseUrl ?? ""}
          onValueChange={setAddress}
          hint="Paths such as /chat/completions are added to it. A private address has to be on the operator's list."
        />
      </Kept>
      <TextField
        name="model"
        label="Model"
        face="mono"
        autoComplete="off"
        maxLength={200}
        defaultValue={model?.model ?? ""}
        hint={`As the provider spells it, for example ${EXAMPLES[provider]}.`}
      />
      <SecretField
        name="key"
        label="API key"
        stored={isStored}
        hint={provider === "compatible" && !isStored ? "Empty if the server wants none." : undefined}
      />
      <CheckboxField
        name="anyway"
        label="Save even if the trial fails"
        hint="For a server that isn't up yet. Otherwise nothing is saved then."
      />
      <div className="grid gap-3">
        <FormButtons>
          <SubmitButton>Try and save</SubmitButton>
        </FormButtons>
        <WhilePending words="The model is asked for one small call of a tool…" />
      </div>
    </ActionForm>
  );
}

const OPTIONS = providers.map((value) => ({
  value,
  label: providerWords[value].label,
  description: providerWords[value].does,
}));

const EXAMPLES: Record<Provider, string> = {
  anthropic: "claude-sonnet-4-5",
  openai: "gpt-5.2",
  compatible: "qwen3:32b",
};

/** The stored key stays with the place it was entered for. */
function isKept(
  model: ModelView | null,
  provider: Provider,
  address: string,
  allow: readonly string[],
): boolean {
  if (!model?.hasKey || model.provider !== provider) return false;
  if (model.provider !== "compatible") return true;
  const typed = readBaseUrl(address, allow);
  return typed.ok && new URL(typed.url).origin === new URL(model.baseUrl).origin;
}
