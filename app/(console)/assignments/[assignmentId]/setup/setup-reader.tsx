import type { Setup } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import { Instructions } from "../instructions";
import { PickedTools } from "../picked-tools";

/** Setup for those who may look at it and call its tools, but not change it. */
export function SetupReader({ setup }: { setup: Setup }) {
  const { id, instructions } = setup.assignment;
  return (
    <>
      <Instructions text={instructions} />
      <PickedTools setup={setup} returnTo={routes.assignmentSetup(id)} />
    </>
  );
}
