import { SignInWarning } from "@/components/sign-ins/sign-in-warning";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import type { AssignmentView } from "@/lib/assignments/schema";
import { problemWords } from "@/lib/assignments/sentences";
import { routes } from "@/lib/routes";
import type { Obstacle } from "@/lib/runs/schema";

type ObstaclesProps = { actor: Actor; assignment: AssignmentView; obstacles: readonly Obstacle[] };

/** What would fail if it ran now, each with the button that mends it. */
export function Obstacles({ actor, assignment, obstacles }: ObstaclesProps) {
  return obstacles.map((obstacle) => (
    <ObstacleNotice key={keyOf(obstacle)} actor={actor} assignment={assignment} obstacle={obstacle} />
  ));
}

function keyOf(obstacle: Obstacle): string {
  if (obstacle.kind === "sign-in") return obstacle.signIn.connectionId;
  return obstacle.kind === "tool" ? `${obstacle.connectionId} ${obstacle.tool}` : obstacle.kind;
}

type ObstacleProps = { actor: Actor; assignment: AssignmentView; obstacle: Obstacle };

function ObstacleNotice({ actor, assignment, obstacle }: ObstacleProps) {
  switch (obstacle.kind) {
    case "no-model":
      return <NoModel mayManage={allows(actor.role, "model.manage")} />;
    case "no-tools":
      return <NoTools assignment={assignment} />;
    case "sign-in":
      return (
        <SignInWarning
          connectionId={obstacle.signIn.connectionId}
          connection={obstacle.signIn.connectionName}
          signIn={obstacle.signIn}
          returnTo={routes.assignmentRuns(assignment.id)}
        />
      );
    case "tool":
      return (
        <HeldTool
          obstacle={obstacle}
          assignment={assignment}
          mayReview={allows(actor.role, "connections.manage")}
        />
      );
  }
}

function NoModel({ mayManage }: { mayManage: boolean }) {
  return (
    <Notice
      meaning="waiting"
      title="There is no model to work through it yet."
      action={
        mayManage && (
          <ButtonLink href={routes.settings} variant="secondary">
            Choose a model
          </ButtonLink>
        )
      }
    >
      {mayManage
        ? "Anthropic, OpenAI, or any server that speaks the OpenAI protocol."
        : "An admin can choose one in Settings."}
    </Notice>
  );
}

function NoTools({ assignment: { id, editable } }: { assignment: AssignmentView }) {
  return (
    <Notice
      meaning="waiting"
      title="No tools are picked, so the model can only answer in words."
      action={
        editable && (
          <ButtonLink href={routes.assignmentSetup(id)} variant="secondary">
            Pick tools
          </ButtonLink>
        )
      }
    />
  );
}

type ToolProps = {
  obstacle: Extract<Obstacle, { kind: "tool" }>;
  assignment: AssignmentView;
  mayReview: boolean;
};

function HeldTool({
  obstacle: { tool, connection, connectionId, problem },
  assignment,
  mayReview,
}: ToolProps) {
  const href = problem === "held" && mayReview ? routes.connectionChanges(connectionId) : null;
  return (
    <Notice
      meaning="held"
      title={`The model will not be offered ${tool} of ${connection}.`}
      action={
        href ? (
          <ButtonLink href={href} variant="secondary">
            Review changes
          </ButtonLink>
        ) : (
          assignment.editable && (
            <ButtonLink href={routes.assignmentSetup(assignment.id)} variant="secondary">
              Open Setup
            </ButtonLink>
          )
        )
      }
    >
      {problemWords[problem]}
    </Notice>
  );
}
