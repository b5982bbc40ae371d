import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { Section } from "@/components/ui/page";
import type { RunLimits } from "@/lib/runs/schema";
import { saveLimitsAction } from "./actions";

/** What a run may use. */
export function LimitsSection({ limits }: { limits: RunLimits }) {
  return (
    <Section
      title="Run limits"
      sentence="What one run may use, and how many a person may have. They count for runs that begin from now on."
    >
      <ActionForm action={saveLimitsAction}>
        <LimitField
          name="steps"
          label="Steps"
          limits={limits}
          hint="Answers of the model. A run that reaches this or one of the next two ends there. 200 at most."
        />
        <LimitField
          name="minutes"
          label="Minutes"
          limits={limits}
          hint="The model's and the tools', not those a person took to answer. 240 at most."
        />
        <LimitField
          name="tokens"
          label="Tokens"
          limits={limits}
          hint="Read and written together, 10,000,000 at most."
        />
        <LimitField
          name="resultKilobytes"
          label="Kilobytes of a result"
          limits={limits}
          hint="Of a longer one the model and the transcript get the beginning. 1,024 at most."
        />
        <LimitField
          name="approvalHours"
          label="Hours to answer an approval"
          limits={limits}
          hint="After that it counts as denied. 720 at most."
        />
        <LimitField
          name="atOnce"
          label="Runs at once"
          limits={limits}
          hint="Of one person, queued or working; those that wait for an answer don't count. 100 at most."
        />
        <SubmitButton variant="secondary">Save limits</SubmitButton>
      </ActionForm>
    </Section>
  );
}

type LimitFieldProps = { name: keyof RunLimits; label: string; hint: string; limits: RunLimits };

function LimitField({ name, label, hint, limits }: LimitFieldProps) {
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      inputMode="numeric"
      autoComplete="off"
      defaultValue={String(limits[name])}
      required
    />
  );
}
