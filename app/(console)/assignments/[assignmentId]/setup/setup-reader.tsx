import { Instructions } from "@/components/assignments/instructions";
import { Section } from "@/components/ui/page";
import type { Setup } from "@/lib/assignments/schema";
import { PickedTools } from "../picked-tools";

/** Setup for those who may look at it and call its tools, but not change it. */
export function SetupReader({ setup }: { setup: Setup }) {
  return (
    <>
      <Section title="Instructions">
        <Instructions text={setup.assignment.instructions || "No instructions yet."} />
      </Section>
      <PickedTools setup={setup} />
    </>
  );
}
