"use client";

import { startTransition, useOptimistic } from "react";
import { SelectInput } from "@/components/forms/select-field";
import { showToast } from "@/components/ui/toast";
import type { Role } from "@/lib/access/policy";
import { roleWords } from "@/lib/workspace/sentences";
import { changeRoleAction } from "./actions";

type RoleSelectProps = { person: { id: string; name: string; role: Role }; choices: readonly Role[] };

/** Changes a role when another is chosen, and goes back when that is refused. */
export function RoleSelect({ person, choices }: RoleSelectProps) {
  const [role, show] = useOptimistic(person.role);

  function choose(next: Role) {
    startTransition(async () => {
      show(next);
      showToast(await change(person, next));
    });
  }

  return (
    <span className="inline-block w-28 max-sm:w-36">
      <SelectInput
        aria-label={`Role of ${person.name}`}
        options={choices.map((choice) => ({ value: choice, label: roleWords[choice].label }))}
        value={role}
        onChange={(event) => choose(choices.find((one) => one === event.currentTarget.value) ?? role)}
      />
    </span>
  );
}

/** What to say about it. */
async function change(person: RoleSelectProps["person"], role: Role): Promise<string> {
  const form = new FormData();
  form.set("memberId", person.id);
  form.set("role", role);
  const state = await changeRoleAction({ status: "idle" }, form);
  if (state.status === "failed") return state.message;
  return `${person.name} is now ${roleWords[role].label.toLowerCase()}.`;
}
