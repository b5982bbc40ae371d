import { Section } from "@/components/ui/page";
import { Prose } from "@/components/ui/prose";
import type { Setup } from "@/lib/assignments/schema";
import { PickedTools } from "../picked-tools";

/** Setup for those who may look at it and call its tools, but not change it. */
export function SetupReader({ setup }: { setup: Setup }) {
  return (
    <>
      <Section title="Instructions">
        <Prose text={setup.assignment.instructions || "No instructions yet."} />
      </Section>
      <PickedTools setup={setup} />
    </>
  );
}
