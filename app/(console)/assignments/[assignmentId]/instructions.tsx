import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/page";
import { Prose } from "@/components/ui/prose";

/** What an assignment is told to do, for who only reads it. */
export function Instructions({ text }: { text: string }) {
  return (
    <Section title="Instructions">
      <Card>{text ? <Prose text={text} /> : <p className="text-ink-faint">No instructions yet.</p>}</Card>
    </Section>
  );
}
