import { Chip } from "@/components/ui/badge";
import { Section } from "@/components/ui/page";

/** Which assignments would miss this connection. */
export function UsedBy({ assignments }: { assignments: readonly string[] }) {
  return (
    <Section title="Used by">
      {assignments.length === 0 ? (
        <p className="text-ink-soft">No assignment has picked one of its tools yet.</p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {assignments.map((name) => (
            <li key={name}>
              <Chip>{name}</Chip>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
