import { Circle, CircleCheck } from "lucide-react";
import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { Section } from "@/components/ui/page";

export type Step = { step: keyof typeof STEPS; isDone: boolean; href: Route };

/** What a new workspace needs, in the order in which it makes sense. The next thing to do has the button. */
export function FirstSteps({ steps }: { steps: readonly Step[] }) {
  const next = steps.find(({ isDone }) => !isDone)?.step;
  return (
    <Section title="First steps" sentence="Four things, and an assignment can call your tools.">
      <CardList>
        {steps.map((step) => (
          <StepRow key={step.step} {...step} isNext={step.step === next} />
        ))}
      </CardList>
    </Section>
  );
}

function StepRow({ step, isDone, href, isNext }: Step & { isNext: boolean }) {
  const { title, sentence, verb } = STEPS[step];
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <ListRow
      action={
        isDone ? undefined : (
          <ButtonLink href={href} variant={isNext ? "primary" : "secondary"}>
            {verb}
          </ButtonLink>
        )
      }
    >
      <div className="flex gap-3">
        <Icon
          role="img"
          aria-label={isDone ? "Done" : "To do"}
          className={`mt-0.5 size-4 shrink-0 ${isDone ? "text-good" : "text-ink-faint"}`}
        />
        <div className="grid gap-0.5">
          <p className={isDone ? "text-ink-soft" : "font-medium"}>{title}</p>
          {!isDone && <p className="text-small text-ink-soft">{sentence}</p>}
        </div>
      </div>
    </ListRow>
  );
}

type Words = { title: string; sentence: string; verb: string };

const STEPS = {
  connection: {
    title: "Add a connection",
    sentence: "An MCP server at a public https address. Check server tells you what it needs.",
    verb: "Add custom connection",
  },
  signIn: {
    title: "Sign in to it",
    sentence: "With your own credential, as every teammate will.",
    verb: "Open Sign-ins",
  },
  assignment: {
    title: "Create an assignment and pick its tools",
    sentence: "Tools of several connections, each set to Allow or Ask.",
    verb: "Pick tools",
  },
  endpoint: {
    title: "Make a token for its endpoint",
    sentence: "An agent calls the tools there, as whoever made the token.",
    verb: "Open Endpoint",
  },
} as const satisfies Record<string, Words>;
