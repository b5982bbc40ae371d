import type { Route } from "next";
import { SelectField } from "./select-field";
import { SubmitButton } from "./submit-button";

type Filter = {
  name: string;
  label: string;
  chosen: string;
  options: readonly { value: string; label: string }[];
};

/** What a list shows, chosen from a few. A plain form, so that what is shown has an address. */
export function FilterForm({ address, filters }: { address: Route; filters: readonly Filter[] }) {
  return (
    <form action={address} method="get" className="flex flex-wrap items-end gap-3">
      {filters.map(({ name, label, chosen, options }) => (
        <div key={name} className="w-56 max-sm:w-full">
          <SelectField name={name} label={label} defaultValue={chosen} options={options} />
        </div>
      ))}
      <div className="flex h-9 items-center max-sm:h-11">
        <SubmitButton variant="secondary">Show</SubmitButton>
      </div>
    </form>
  );
}
