import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { ActivityFilter as Filter } from "@/lib/audit/queries";
import { activityKinds } from "@/lib/audit/sentences";
import { routes } from "@/lib/routes";
import type { PersonView } from "@/lib/workspace/schema";

/** A plain form, so that what is shown has an address. */
export function ActivityFilter({ filter, people }: { filter: Filter; people: readonly PersonView[] }) {
  return (
    <form action={routes.activity} method="get" className="flex flex-wrap items-end gap-3">
      <div className="w-56 max-sm:w-full">
        <SelectField
          name="who"
          label="Person"
          defaultValue={filter.memberId ?? ""}
          options={[
            { value: "", label: "Everyone" },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      <div className="w-56 max-sm:w-full">
        <SelectField
          name="kind"
          label="Kind"
          defaultValue={filter.kind ?? ""}
          options={[
            { value: "", label: "Everything" },
            ...activityKinds.map(({ kind, label }) => ({ value: kind, label })),
          ]}
        />
      </div>
      <div className="flex h-9 items-center max-sm:h-11">
        <SubmitButton variant="secondary">Show</SubmitButton>
      </div>
    </form>
  );
}
