import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import type { ModelView } from "@/lib/model/schema";
import { whoseModel } from "@/lib/model/sentences";
import { removeModelAction } from "./actions";
import { ModelForm } from "./model-form";

type ModelSectionProps = { model: ModelView | null; allow: readonly string[] };

/** Which language model works through assignments. */
export function ModelSection({ model, allow }: ModelSectionProps) {
  return (
    <Section
      title="Model"
      sentence={
        model ? (
          <>
            {model.model} at {whoseModel(model)} works through assignments. Saved <Time at={model.savedAt} />.
          </>
        ) : (
          "No model yet. Runs need one; tools, sign-ins and endpoints work without."
        )
      }
      action={model && <Remove model={model} />}
    >
      <ModelForm model={model} allow={allow} />
    </Section>
  );
}

function Remove({ model }: { model: ModelView }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Remove model…</Button>}
      title={`Remove ${model.model}?`}
      losses="Its key is deleted here; revoke it at the provider too if nobody else uses it. Runs can't start until there is another model."
      verb="Remove model"
      action={removeModelAction}
      fields={{}}
    />
  );
}
