import { ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { visible } from "@/components/ui/visible";
import type { AssignmentView } from "@/lib/assignments/schema";
import { problemWords } from "@/lib/assignments/sentences";
import { routes } from "@/lib/routes";
import type { Obstacle } from "@/lib/runs/schema";

type HeldToolsProps = {
  /** Of one connection. */
  held: readonly Extract<Obstacle, { kind: "tool" }>[];
  assignment: AssignmentView;
  mayReview: boolean;
};

/** What the model will not be offered, in one notice for a connection: a server that changed much is one thing to mend. */
export function HeldTools({ held, assignment, mayReview }: HeldToolsProps) {
  const [first] = held;
  if (!first) return null;
  const { connection, connectionId } = first;
  const isReviewable = mayReview && held.some(({ problem }) => problem === "held");
  return (
    <Notice
      meaning="held"
      title={`The model will not be offered ${held.length === 1 ? first.tool : `${held.length} tools`} of ${connection}.`}
      action={
        <>
          {isReviewable && (
            <ButtonLink href={routes.connectionChanges(connectionId)} variant="secondary">
              Review changes
            </ButtonLink>
          )}
          {assignment.editable && !(isReviewable && held.length === 1) && (
            <ButtonLink href={routes.assignmentSetup(assignment.id)} variant="secondary">
              Open Setup
            </ButtonLink>
          )}
        </>
      }
    >
      {held.length === 1 ? problemWords[first.problem] : <Reasons held={held} />}
    </Notice>
  );
}

function Reasons({ held }: Pick<HeldToolsProps, "held">) {
  const more = held.length - NAMED_MAX;
  return (
    <ul className="grid gap-0.5">
      {held.slice(0, NAMED_MAX).map(({ tool, problem }) => (
        <li key={tool}>
          <Mono>{visible(tool)}</Mono>: {problemWords[problem]}
        </li>
      ))}
      {more > 0 && <li>And {more} more, each marked in Setup.</li>}
    </ul>
  );
}

const NAMED_MAX = 5;
