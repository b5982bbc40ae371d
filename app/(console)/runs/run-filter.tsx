import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { runStatusWord } from "@/components/runs/run-badge";
import { routes } from "@/lib/routes";
import { runStatuses } from "@/lib/runs/schema";
import type { RunFilterValues } from "./query";

/** A plain form, so that what is shown has an address. */
export function RunFilter({ filter }: { filter: RunFilterValues }) {
  return (
    <form action={routes.runs} method="get" className="flex flex-wrap items-end gap-3">
      <div className="w-56 max-sm:w-full">
        <SelectField
          name="state"
          label="State"
          defaultValue={filter.status ?? ""}
          options={[
            { value: "", label: "Every state" },
            ...runStatuses.map((status) => ({ value: status, label: runStatusWord(status) })),
          ]}
        />
      </div>
      <div className="w-56 max-sm:w-full">
        <SelectField
          name="whose"
          label="Whose"
          defaultValue={filter.mine ? "mine" : ""}
          options={[
            { value: "", label: "Everyone's" },
            { value: "mine", label: "Mine" },
          ]}
        />
      </div>
      <div className="flex h-9 items-center max-sm:h-11">
        <SubmitButton variant="secondary">Show</SubmitButton>
      </div>
    </form>
  );
}
